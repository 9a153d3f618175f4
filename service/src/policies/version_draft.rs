//! Drafts a version of a policy, from headquarters for all or from a chapter for its own subtree.

use domain::access::Permission;
use domain::chapters::Level;
use domain::kernel::{ChapterId, Code, PolicyVersionId, Timestamp, Violation};
use domain::policies::{PolicyDraft, PolicyKey, PolicySpec, Scope, Urgency, may_issue, normalise_body};
use serde::Serialize;
use serde_json::{Value, json};
use store::Db;
use store::chapters::division;
use store::policies::{policy, version};

use super::in_force;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What drafts a version.
#[derive(Debug, Clone, Serialize)]
pub struct VersionDraft {
    pub key: String,
    pub issuer: ChapterId,
    /// Levels in scope; empty for all.
    pub levels: Vec<Level>,
    /// Divisions in scope; empty for all.
    pub divisions: Vec<String>,
    /// When it takes effect; at once if not said.
    pub effective_at: Option<Timestamp>,
    /// Hours from delivery to the acknowledgement; by urgency if not said.
    pub acknowledge_within_hours: Option<u32>,
    /// Whether a vacant chapter's caretaker owes an acknowledgement for it.
    pub vacant_must_acknowledge: bool,
    pub urgency: Urgency,
    /// The text, in Markdown.
    pub body: String,
    pub value: Value,
}

impl Service {
    /// Drafts a version.
    ///
    /// # Errors
    /// Rules: an unknown key, a value against the schema or beyond what stands above, a bad body, scope, deadline or time.
    pub async fn version_draft(&self, op: &Op, input: VersionDraft) -> Result<PolicyVersionId> {
        let input = &input;
        self.write(op, "policies.draft", input, |w| Box::pin(draft(w, input))).await
    }
}

async fn draft(w: &mut Write<'_>, input: &VersionDraft) -> Result<PolicyVersionId> {
    w.require(Permission::PolicyDraft, input.issuer).await?;
    let author = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let key: PolicyKey = input.key.parse()?;
    let Some(spec) = policy::load_for_update(w.db(), &key).await? else {
        let message = format!("there is no policy key {key}; `policies` lists them");
        return Err(Violation::new(Code::PoliciesKeyUnknown, "key", message).into());
    };
    let content = PolicyDraft {
        issuer: input.issuer,
        scope: Scope::new(input.levels.clone(), input.divisions.clone())?,
        effective_at: input.effective_at.unwrap_or(w.now()),
        acknowledge_within_hours: input.acknowledge_within_hours,
        vacant_must_acknowledge: input.vacant_must_acknowledge,
        urgency: input.urgency,
        body: normalise_body(&input.body),
        value: input.value.clone(),
        key,
    };
    check(w, &spec, &content).await?;
    let number = version::next_number(w.db(), &content.key, content.issuer).await?;
    let id = version::insert(w.db(), &content, (number, spec.mode), author, w.now()).await?;
    let after = json!({
        "key": content.key.as_str(), "issuer": content.issuer, "number": number,
        "hash": content.hash(spec.mode, number).to_string(),
    });
    let change =
        Change { target: id.to_string(), chapter: Some(content.issuer), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(id)
}

/// Everything that must hold of a version's content; asked when it is drafted and again when it is published, since what
/// stands above may have changed.
pub(super) async fn check(w: &Write<'_>, spec: &PolicySpec, content: &PolicyDraft) -> Result<()> {
    let schema = spec.validate()?;
    content.validate(&schema, w.now())?;
    require_known(w.db(), &content.scope).await?;
    let above = in_force::above(w.db(), content.issuer, &content.key, spec.mode, w.now()).await?;
    Ok(may_issue(spec.mode, above.as_ref(), &content.value, &schema)?)
}

/// Refuses a scope with a division that does not exist.
pub(super) async fn require_known(db: Db<'_>, scope: &Scope) -> Result<()> {
    let divisions = scope.divisions();
    let found = division::load(db, divisions).await?;
    match divisions.iter().find(|code| !found.iter().any(|division| division.code == **code)) {
        Some(unknown) => {
            let message = format!("there is no division {unknown}");
            Err(Violation::new(Code::PoliciesScopeInvalid, "divisions", message).into())
        }
        None => Ok(()),
    }
}
