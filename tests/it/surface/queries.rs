//! Every query, subscription and guarded field of a chapter, with what it asks of the caller.
//!
//! Documents are written with `'` for `"`, and `<name>` for what the ground has of that name at the place asked about.

use super::rules::Need::{self, *};

/// An operation of the schema: its name, a variant if there are several, and how it is asked.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// `Query.chapter`, `Mutation.chapterMove`, `Chapter.inbox`.
    pub name: &'static str,
    pub variant: &'static str,
    pub need: Need,
    pub document: &'static str,
    /// Where in the data the answer stands. With a `=` behind it, what must be in the list there.
    pub answer: &'static str,
}

pub const fn op(
    name: &'static str,
    variant: &'static str,
    need: Need,
    document: &'static str,
    answer: &'static str,
) -> Operation {
    Operation { name, variant, need, document, answer }
}

const MANAGE: &str = "CHAPTER_MANAGE";
const EXPLAIN_OTHER: &str =
    "{ explainAccess(subject: '<holder>', action: CHAPTER_SEE, chapter: '<chapter>') { decision } }";
const EXPLAIN_SELF: &str =
    "{ explainAccess(subject: '<self>', action: CHAPTER_SEE, chapter: '<chapter>') { decision } }";

pub const QUERIES: &[Operation] = &[
    op("Query.schemaVersion", "", Nothing, "{ schemaVersion }", "/schemaVersion"),
    op("Query.me", "", Oneself, "{ me { id name grants { id } terms { id } } }", "/me"),
    op("Query.headquarters", "", Holder, "{ headquarters { id } }", "/headquarters"),
    op("Query.chapter", "", Read("CHAPTER_SEE"), "{ chapter(id: '<chapter>') { id } }", "/chapter"),
    op(
        "Query.chapterByDivision",
        "",
        Read("CHAPTER_SEE"),
        "{ chapterByDivision(code: '<code>') { id } }",
        "/chapterByDivision",
    ),
    op(
        "Query.chapterSearch",
        "by code",
        Read("CHAPTER_SEE"),
        "{ chapterSearch(text: '<code>') { id } }",
        "/chapterSearch=<chapter>",
    ),
    op(
        "Query.chapterSearch",
        "by name",
        Read("CHAPTER_SEE"),
        "{ chapterSearch(text: '<name>', first: 50) { id } }",
        "/chapterSearch=<chapter>",
    ),
    op("Query.chapters", "", SignedIn, "{ chapters { totalCount } }", "/chapters"),
    op("Query.tree", "", Rights(&[("CHAPTER_SEE", "headquarters")]), "{ tree { count } }", "/tree"),
    op("Query.tree", "of a root", Right("CHAPTER_SEE"), "{ tree(root: '<chapter>') { count } }", "/tree"),
    op(
        "Query.tree",
        "as of a date",
        Right("CHAPTER_SEE"),
        "{ tree(root: '<chapter>', asOf: '<now>') { count } }",
        "/tree",
    ),
    op("Query.division", "", SignedIn, "{ division(code: '110000') { name } }", "/division"),
    op(
        "Query.division",
        "its chapter",
        Read("CHAPTER_SEE"),
        "{ division(code: '<code>') { chapter { id } } }",
        "/division/chapter",
    ),
    op("Query.divisions", "", SignedIn, "{ divisions(text: '3301') { code } }", "/divisions"),
    op("Query.node", "Chapter", Read("CHAPTER_SEE"), "{ node(id: '<chapter>') { id } }", "/node"),
    op("Query.node", "Account", Read("CHAPTER_SEE"), "{ node(id: '<leader>') { id } }", "/node"),
    op("Query.node", "Term", Read("CHAPTER_READ"), "{ node(id: '<serving>') { id } }", "/node"),
    op("Query.node", "Grant", Read("GRANT_READ"), "{ node(id: '<grant>') { id } }", "/node"),
    op("Query.node", "PolicyVersion", Published, "{ node(id: '<version>') { id } }", "/node"),
    op("Query.node", "draft", Read("POLICY_READ"), "{ node(id: '<draft>') { id } }", "/node"),
    op("Query.node", "AuditEntry", Read("AUDIT_READ"), "{ node(id: '<entry>') { id } }", "/node"),
    op("Query.nodes", "", Read("CHAPTER_SEE"), "{ nodes(ids: ['<chapter>']) { id } }", "/nodes/0"),
    op("Query.accounts", "", Somewhere("GRANT_READ"), "{ accounts { id } }", "/accounts"),
    op(
        "Query.chapterClosePreview",
        "",
        Rights(&[(MANAGE, ""), (MANAGE, "^")]),
        "{ chapterClosePreview(input: { id: '<chapter>', version: 99 }) { chapters } }",
        "/chapterClosePreview",
    ),
    op(
        "Query.chapterMergePreview",
        "",
        Rights(&[(MANAGE, ""), (MANAGE, "child")]),
        "{ chapterMergePreview(input: { source: '<chapter>', target: '<child>', version: 99 }) { chapters } }",
        "/chapterMergePreview",
    ),
    op(
        "Query.chapterMergePreview",
        "into it",
        Rights(&[(MANAGE, "child"), (MANAGE, "")]),
        "{ chapterMergePreview(input: { source: '<child>', target: '<chapter>', version: 99 }) { chapters } }",
        "/chapterMergePreview",
    ),
    op(
        "Query.chapterMovePreview",
        "",
        Rights(&[(MANAGE, ""), (MANAGE, "own"), (MANAGE, "^")]),
        "{ chapterMovePreview(input: { id: '<chapter>', parent: '<own>', version: 99 }) { chapters } }",
        "/chapterMovePreview",
    ),
    op(
        "Query.chapterSplitPreview",
        "",
        Right(MANAGE),
        "{ chapterSplitPreview(input: { source: '<chapter>', name: '分会', divisions: [], version: 99 }) { chapters } }",
        "/chapterSplitPreview",
    ),
    op("Query.policies", "", Somewhere("POLICY_READ"), "{ policies { key } }", "/policies"),
    op("Query.policy", "", Somewhere("POLICY_READ"), "{ policy(key: 'brand.logo') { key } }", "/policy"),
    op(
        "Query.policy",
        "versions",
        Listed("POLICY_READ", "POLICY_READ"),
        "{ policy(key: 'event.min_per_month') { versions(issuer: '<chapter>') { nodes { id } } } }",
        "/policy/versions/nodes=<draft>",
    ),
    op("Query.policyVersion", "", Published, "{ policyVersion(id: '<version>') { id } }", "/policyVersion"),
    op(
        "Query.policyVersion",
        "draft",
        Read("POLICY_READ"),
        "{ policyVersion(id: '<draft>') { id } }",
        "/policyVersion",
    ),
    op(
        "Query.policyVersion",
        "rollout",
        Part("DELIVERY_READ"),
        "{ policyVersion(id: '<national>') { rollout(within: '<chapter>') { total } } }",
        "/policyVersion/rollout",
    ),
    op(
        "Query.policyVersion",
        "rollout chapters",
        Part("DELIVERY_READ"),
        "{ policyVersion(id: '<national>') { rollout { chapters(within: '<chapter>') { nodes { state } } } } }",
        "/policyVersion/rollout/chapters",
    ),
    op(
        "Query.policyVersions",
        "draft",
        Listed("POLICY_READ", "POLICY_READ"),
        "{ policyVersions(issuer: '<chapter>', state: DRAFT) { nodes { id } } }",
        "/policyVersions/nodes=<draft>",
    ),
    op(
        "Query.policyVersion",
        "rollout branches",
        Part("DELIVERY_READ"),
        "{ policyVersion(id: '<national>') { rollout { branches(of: '<chapter>') { total } } } }",
        "/policyVersion/rollout/branches",
    ),
    op(
        "Query.policyReach",
        "",
        Right("POLICY_READ"),
        "{ policyReach(issuer: '<chapter>', levels: [COUNTY]) { total vacant chapters { id } } }",
        "/policyReach",
    ),
    op("Query.explainAccess", "about another", Right("ACCESS_EXPLAIN"), EXPLAIN_OTHER, "/explainAccess"),
    op("Query.explainAccess", "about oneself", SignedIn, EXPLAIN_SELF, "/explainAccess"),
    op(
        "Query.operations",
        "",
        Rights(&[("OPERATIONS_READ", "headquarters")]),
        "{ operations { outbox { waiting } pushes { id } } }",
        "/operations",
    ),
    op(
        "Query.auditVerification",
        "",
        Rights(&[("AUDIT_READ", "headquarters")]),
        "{ auditVerification { whole } }",
        "/auditVerification",
    ),
    op("Query.auditEntries", "", Somewhere("AUDIT_READ"), "{ auditEntries { totalCount } }", "/auditEntries"),
    op(
        "Query.auditEntries",
        "of a chapter",
        Right("AUDIT_READ"),
        "{ auditEntries(chapter: '<chapter>') { nodes { id } totalCount } }",
        "/auditEntries",
    ),
    op("Chapter.terms", "", Field("CHAPTER_READ"), "{ chapter(id: '<chapter>') { terms { id } } }", "/chapter/terms"),
    op(
        "Chapter.history",
        "",
        Field("CHAPTER_READ"),
        "{ chapter(id: '<chapter>') { history { version parent { id } } } }",
        "/chapter/history",
    ),
    op(
        "Chapter.inbox",
        "",
        Field("DELIVERY_READ"),
        "{ chapter(id: '<chapter>') { inbox { nodes { version { id issuer { id } } chapter { id } } } } }",
        "/chapter/inbox",
    ),
    op(
        "Chapter.delivery",
        "",
        Field("DELIVERY_READ"),
        // Null where the version has not come: the chapter itself says that the question was allowed.
        "{ chapter(id: '<chapter>') { delivery(version: '<version>') { state chapter { id } } } }",
        "/chapter",
    ),
    op(
        "Chapter.pending",
        "",
        Field("DELIVERY_READ"),
        "{ chapter(id: '<chapter>') { pending { owed } } }",
        "/chapter/pending",
    ),
    op(
        "Chapter.values",
        "",
        Field("POLICY_READ"),
        "{ chapter(id: '<chapter>') { values { value own chain { text chapter { id } } } } }",
        "/chapter/values",
    ),
    op(
        "Chapter.value",
        "",
        Field("POLICY_READ"),
        "{ chapter(id: '<chapter>') { value(key: 'brand.logo') { value } } }",
        "/chapter/value",
    ),
    op(
        "Chapter.escalations",
        "",
        Field("DELIVERY_READ"),
        "{ chapter(id: '<chapter>') { escalations { chapter { id } } } }",
        "/chapter/escalations",
    ),
    op("Chapter.grants", "", Field("GRANT_READ"), "{ chapter(id: '<chapter>') { grants { id } } }", "/chapter/grants"),
    op("Subscription.policyDelivered", "", Right("DELIVERY_READ"), "", ""),
    op("Subscription.policyRollout", "within", Right("DELIVERY_READ"), "", ""),
    op("Subscription.policyRollout", "", Follow, "", ""),
];

/// Fields of a chapter's card: whoever sees the chapter sees them, cut down to what else is seen (see `authz_lists`).
pub const CARD: [&str; 20] = [
    "id",
    "level",
    "name",
    "pinyin",
    "status",
    "openedOn",
    "divisions",
    "territory",
    "version",
    "vacant",
    "parent",
    "caretaker",
    "caretakes",
    "successor",
    "leader",
    "counts",
    "ancestors",
    "children",
    "descendants",
    "viewerCan",
];
