//! Every mutation, with what it asks of the caller.
//!
//! Each is asked in a way that breaks a rule once the caller was let in (a stale version, an unknown key), so that all of
//! the matrix is asked of one world that stays as it is.

use super::queries::{Operation, op};
use super::rules::Need::*;

const MANAGE: &str = "CHAPTER_MANAGE";

pub const MUTATIONS: &[Operation] = &[
    op("Mutation.staffSignIn", "", Nothing, "staffSignIn(input: { email: 'nobody@x.invalid', password: 'x' })", "/"),
    op("Mutation.helmsmanSignIn", "", Nothing, "helmsmanSignIn(input: { phone: '13900000000', code: '000000' })", "/"),
    op("Mutation.codeRequest", "", Nothing, "codeRequest(input: { phone: '13900000000' })", "/"),
    op("Mutation.sessionRefresh", "", Nothing, "sessionRefresh(input: { refreshToken: 'x' })", "/"),
    op("Mutation.sessionSignOut", "", SignedIn, "sessionSignOut(input: {})", "/"),
    op(
        "Mutation.sessionsRevoke",
        "another's",
        Rights(&[("ACCOUNT_MANAGE", "headquarters")]),
        "sessionsRevoke(input: { account: '<holder>' })",
        "/",
    ),
    op("Mutation.sessionsRevoke", "one's own", SignedIn, "sessionsRevoke(input: { account: '<self>' })", "/"),
    op(
        "Mutation.accountCreate",
        "",
        Rights(&[("ACCOUNT_MANAGE", "headquarters")]),
        "accountCreate(input: { email: 'hq-admin@demo.invalid', name: '某某' })",
        "/",
    ),
    op(
        "Mutation.grantCreate",
        "",
        Right("GRANT_MANAGE"),
        "grantCreate(input: { account: '<holder>', role: SUPERVISOR, chapter: '<chapter>', until: '2020-01-01T00:00:00Z' })",
        "/",
    ),
    op("Mutation.grantEnd", "", Right("GRANT_MANAGE"), "grantEnd(input: { id: '<grant>' })", "/"),
    op(
        "Mutation.chapterOpen",
        "",
        Right(MANAGE),
        "chapterOpen(input: { parent: '<chapter>', level: COUNTY, name: ' ', divisions: [] })",
        "/",
    ),
    op(
        "Mutation.chapterRename",
        "",
        Right(MANAGE),
        "chapterRename(input: { id: '<chapter>', name: '别名', version: 99 })",
        "/",
    ),
    op(
        "Mutation.chapterMove",
        "",
        Rights(&[(MANAGE, ""), (MANAGE, "own"), (MANAGE, "^")]),
        "chapterMove(input: { id: '<chapter>', parent: '<own>', version: 99 })",
        "/",
    ),
    op(
        "Mutation.chapterMerge",
        "",
        Rights(&[(MANAGE, ""), (MANAGE, "child")]),
        "chapterMerge(input: { source: '<chapter>', target: '<child>', version: 99 })",
        "/",
    ),
    op(
        "Mutation.chapterMerge",
        "into it",
        Rights(&[(MANAGE, "child"), (MANAGE, "")]),
        "chapterMerge(input: { source: '<child>', target: '<chapter>', version: 99 })",
        "/",
    ),
    op(
        "Mutation.chapterSplit",
        "",
        Right(MANAGE),
        "chapterSplit(input: { source: '<chapter>', name: '分会', divisions: [], version: 99 })",
        "/",
    ),
    op(
        "Mutation.chapterClose",
        "",
        Rights(&[(MANAGE, ""), (MANAGE, "^")]),
        "chapterClose(input: { id: '<chapter>', version: 99 })",
        "/",
    ),
    op(
        "Mutation.helmsmanAppoint",
        "helmsman",
        Right("HELMSMAN_APPOINT"),
        "helmsmanAppoint(input: { chapter: '<chapter>', account: '<holder>', endsAt: '2020-01-01T00:00:00Z' })",
        "/",
    ),
    op(
        "Mutation.helmsmanAppoint",
        "deputy",
        Right("DEPUTY_APPOINT"),
        "helmsmanAppoint(input: { chapter: '<chapter>', account: '<holder>', office: DEPUTY, endsAt: '2020-01-01T00:00:00Z' })",
        "/",
    ),
    op("Mutation.termEnd", "helmsman", Right("HELMSMAN_APPOINT"), "termEnd(input: { id: '<past-helmsman>' })", "/"),
    op("Mutation.termEnd", "deputy", Right("DEPUTY_APPOINT"), "termEnd(input: { id: '<past-deputy>' })", "/"),
    op(
        "Mutation.policyDefine",
        "",
        Rights(&[("POLICY_KEY_MANAGE", "headquarters")]),
        "policyDefine(input: { key: 'brand.logo', title: '标识', mode: OPEN, schema: {} })",
        "/",
    ),
    op(
        "Mutation.policyDraft",
        "",
        Right("POLICY_DRAFT"),
        "policyDraft(input: { key: 'no.such.key', issuer: '<chapter>', body: 'x', value: 1 })",
        "/",
    ),
    op("Mutation.policyPublish", "", Right("POLICY_PUBLISH"), "policyPublish(input: { id: '<version>' })", "/"),
    op("Mutation.policyPublish", "draft", Draft("POLICY_PUBLISH"), "policyPublish(input: { id: '<draft>' })", "/"),
    op(
        "Mutation.policyRevoke",
        "",
        Right("POLICY_REVOKE"),
        "policyRevoke(input: { id: '<version>', reason: ' ' })",
        "/",
    ),
    op(
        "Mutation.policyRevoke",
        "draft",
        Draft("POLICY_REVOKE"),
        "policyRevoke(input: { id: '<draft>', reason: '有误' })",
        "/",
    ),
    op(
        "Mutation.policyOverrideSet",
        "",
        Right("OVERRIDE_SET"),
        "policyOverrideSet(input: { chapter: '<chapter>', key: 'no.such.key', value: 1 })",
        "/",
    ),
    op(
        "Mutation.policyOverrideClear",
        "",
        Right("OVERRIDE_SET"),
        "policyOverrideClear(input: { chapter: '<chapter>', key: 'no.such.key' })",
        "/",
    ),
    op(
        "Mutation.policyMarkRead",
        "",
        Right("DELIVERY_ACKNOWLEDGE"),
        "policyMarkRead(input: { version: '<unheard>', chapter: '<chapter>' })",
        "/",
    ),
    op(
        "Mutation.policyAcknowledge",
        "",
        Right("DELIVERY_ACKNOWLEDGE"),
        "policyAcknowledge(input: { version: '<national>', chapter: '<chapter>', hash: 'x' })",
        "/",
    ),
];
