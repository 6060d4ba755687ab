//! What surrounds the findings: configuration, organisation data, waivers, profile and feeds, each checked against its schema.

mod config;
mod feeds;
mod organization;
mod profile;
pub(crate) mod read;
mod waivers;

pub use config::{CONFIG_FILE, Config, DEFAULT_PLACES};
pub use feeds::{FeedSnapshot, Feeds};
pub use organization::{Directory, Organization};
pub use profile::{Profile, is_profile_file, profile_files};
pub use waivers::{Concession, Grant, Scope, SetLevel, Waiver, Waivers};
