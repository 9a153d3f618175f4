//! Rows of policies: keys, versions, overrides, pushes, deliveries and the feed of steps.

pub mod delivery;
pub mod feed;
pub mod layer;
pub mod local;
pub mod policy;
pub mod progress;
pub mod push;
pub mod reach;
pub mod rollout;
pub mod version;

/// Whether version `{v}` is for chapter `c`: by level, and by territory in its divisions.
pub(crate) fn covers(v: &str) -> String {
    covers_by(v, &format!("policy_scope ps ON ps.version_id = {v}.id AND"))
}

/// The same, where the divisions that are named stand somewhere else: `named` joins them as `ps`.
pub(crate) fn covers_by(v: &str, named: &str) -> String {
    format!(
        "(({v}.scope_levels = 0 OR ({v}.scope_levels & (1 << c.level)) <> 0) \
         AND ({v}.scope_divisions = '[]' OR EXISTS (SELECT 1 FROM territory t \
         JOIN division dv ON dv.code = t.division_code \
         JOIN {named} (ps.division_code = dv.code OR ps.division_code = dv.prefecture_code \
         OR ps.division_code = dv.province_code) \
         WHERE t.chapter_id = c.id AND t.valid_to IS NULL)))"
    )
}

/// The newer version because of which superseded version `v` no longer counts for chapter `c`: one that has arrived, or
/// the published one if it leaves this chapter out. NULL if `v` still counts.
pub(crate) fn replaced_by() -> String {
    format!(
        "(SELECT max(nv.id) FROM policy_version nv WHERE v.state = 2 AND nv.policy_key = v.policy_key \
         AND nv.issuer_id = v.issuer_id AND nv.number > v.number AND nv.state IN (1, 2) \
         AND (EXISTS (SELECT 1 FROM delivery nd WHERE nd.version_id = nv.id AND nd.chapter_id = c.id) \
         OR (nv.state = 1 AND NOT {})))",
        covers("nv")
    )
}
