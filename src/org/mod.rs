//! What surrounds the findings: configuration, organisation data, waivers, profile and feeds, each checked against its schema.

mod config;
mod feeds;
mod organization;
mod profile;
pub(crate) mod read;
mod waivers;

pub use config::{CONFIG_FILE, Config};
pub use feeds::{FeedSnapshot, Feeds};
pub use organization::{Directory, Organization};
pub use profile::Profile;
pub use waivers::{Concession, Grant, Scope, SetLevel, Waiver, Waivers};
