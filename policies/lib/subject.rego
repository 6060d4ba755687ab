# METADATA
# title: Subject
# description: |
#   What the finding is about, and what of that its tier depends on: a secret, an identity, the access of a vendor. What
#   neither manifest nor inventory states counts as the worse value: valid, privileged, non-human, in production.
package remedy.lib.subject

import data.remedy.lib.finding
import data.remedy.lib.org

# Which of identity, secret and entitlement the finding names.
named := [key |
	some key in ["identity", "secret", "entitlement"]
	input.finding[key].id
]

# A secret that was proven invalid when it was found.
is_dead_secret if {
	input.finding.type in data.params.secret_types
	input.finding.secret.valid_at_detection == false
}

# A credential where others can read it. It counts as valid until it was proven dead at detection.
credential_is_exposed if {
	input.finding.type in data.params.secret_types
	not is_dead_secret
}

credential_is_exposed if {
	count(object.get(input.finding, ["secret", "exposed_in"], [])) > 0
	not input.finding.secret.valid_at_detection == false
}

# An over-privileged, orphaned or dormant identity that is privileged, or non-human and in production.
is_powerful_identity if {
	input.finding.type in data.params.likely_types
	_may_be_privileged
}

is_powerful_identity if {
	input.finding.type in data.params.likely_types
	object.get(input.finding, "environment", "production") == "production"
	_may_be_nhi
}

# The consent of a vendor's application that can write, or of which nobody said that it cannot.
vendor_may_write if {
	input.finding.type == "vendor_oauth_app"
	object.get(input.finding, ["vendor", "write_scope"], true) == true
}

# What puts the finding on the fast track: its type, the kind of its identity, a third party. A secret that was dead at
# detection is on none.
fast_track contains input.finding.type if {
	input.finding.type in data.params.fast_track_types
	not is_dead_secret
}

fast_track contains input.finding.type if {
	input.finding.type in data.params.fast_track_privileged_types
	_may_be_privileged
}

fast_track contains kind if {
	some kind in _identity_kinds
	kind in data.params.fast_track_identity_kinds
	not is_dead_secret
}

fast_track contains "third party" if {
	_is_third_party
	not is_dead_secret
}

_is_third_party if input.finding.identity.third_party == true

_is_third_party if org.identity(input.finding.identity.id).vendor

_may_be_privileged if finding.is_privileged

_may_be_privileged if privilege_is_not_stated

# Neither manifest nor inventory says whether the identity is privileged.
privilege_is_not_stated if {
	not finding.is_privileged
	not input.finding.identity.privileged == false
	not _inventory_denies_privilege
}

_inventory_denies_privilege if org.identity(input.finding.identity.id).privileged == false

_may_be_nhi if count(_identity_kinds) == 0

_may_be_nhi if {
	some kind in _identity_kinds
	kind in data.params.nhi_kinds
}

_identity_kinds := {k | k := input.finding.identity.kind} | {k | k := org.identity(input.finding.identity.id).kind}

# Why the subject counts as exposed or likely to be attacked, in words.
reasons contains "the secret was dead at detection" if is_dead_secret

reasons contains "the credential is valid outside its trust boundary" if credential_is_exposed

reasons contains "a privileged identity" if {
	is_powerful_identity
	finding.is_privileged
}

reasons contains "privilege is not stated, so a privileged identity is assumed" if {
	is_powerful_identity
	privilege_is_not_stated
}

reasons contains "a non-human identity in production" if {
	is_powerful_identity
	not _may_be_privileged
}

reasons contains "the vendor's application may write" if vendor_may_write
