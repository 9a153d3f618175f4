//! A document from its text to something that may be executed: counted, parsed, counted again, and remembered.

mod census;
mod coerce;
mod cost;
mod lexer;
mod mend;
mod shapes;

use std::fmt::Display;
use std::sync::Arc;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, Selection};
use async_graphql::parser::{self, parse_query};
use async_graphql::{ServerError, Value, Variables};
use moka::future::Cache;

use self::cost::Cost;
use self::mend::Mend;
use self::shapes::Shapes;
use super::error::{code, fault};
use super::settings::{DoorSettings, Limits};

/// What a document may not be: beyond a limit, circular, or holding what no text may hold.
#[derive(Debug)]
struct Excess {
    code: &'static str,
    message: String,
}

impl Excess {
    fn new(what: &str, most: impl Display) -> Self {
        Self { code: code::QUERY_TOO_COMPLEX, message: format!("the document may have {most} {what} at most") }
    }

    fn circle(name: &str) -> Self {
        Self { code: code::VALIDATION_FAILED, message: format!("the fragment `{name}` contains itself") }
    }

    fn nul() -> Self {
        Self { code: code::BAD_USER_INPUT, message: "a text may not contain NUL".to_owned() }
    }
}

impl From<Excess> for Vec<ServerError> {
    fn from(excess: Excess) -> Self {
        vec![fault(excess.code, excess.message)]
    }
}

/// A document that passed every limit.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) text: Arc<str>,
    pub(crate) document: ExecutableDocument,
    operations: Vec<(Option<String>, Operation)>,
}

/// One operation of a plan.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) kind: OperationType,
    /// Known unless a variable decides it.
    cost: Option<u64>,
}

/// Bytes a parsed document takes for one of its text, roughly.
const PLAN_PER_BYTE: usize = 40;

/// Turns texts into plans, and keeps those in use.
#[derive(Debug)]
pub(crate) struct Plans {
    limits: Limits,
    shapes: Shapes,
    cache: Cache<Arc<str>, Arc<Plan>>,
}

impl Plans {
    pub(crate) fn new(settings: &DoorSettings, sdl: &str) -> Self {
        let weigh = |text: &Arc<str>, _: &Arc<Plan>| {
            u32::try_from(text.len().saturating_mul(PLAN_PER_BYTE)).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder().max_capacity(settings.plan_cache_bytes).weigher(weigh).build();
        Self { limits: settings.limits.clone(), shapes: Shapes::of(sdl), cache }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The plan of a text, or why it is refused. Refusals are not kept: a flood of them would push out what is used.
    pub(crate) async fn plan(&self, text: &str) -> Result<Arc<Plan>, Vec<ServerError>> {
        if let Some(plan) = self.cache.get(text).await {
            return Ok(plan);
        }
        let plan = Arc::new(self.make(text)?);
        self.cache.insert(Arc::clone(&plan.text), Arc::clone(&plan)).await;
        Ok(plan)
    }

    fn make(&self, text: &str) -> Result<Plan, Vec<ServerError>> {
        lexer::measure(text, &self.limits)?;
        let document = parse_query(text).map_err(|error| vec![syntax(&error)])?;
        census::check(&document, &self.limits)?;
        let misfits = coerce::literals(&document, &self.shapes);
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let none = Variables::default();
        let operations = document.operations.iter().map(|(name, operation)| {
            subscribes_to_one_field(&operation.node)?;
            let mut cost = Cost::new(&document, &self.limits, &self.shapes, &none);
            let whole = cost.operation(&operation.node);
            let cost = (!cost.varies).then_some(whole);
            Ok((name.map(ToString::to_string), Operation { kind: operation.node.ty, cost }))
        });
        let operations = operations.collect::<Result<_, Vec<ServerError>>>()?;
        Ok(Plan { text: text.into(), document, operations })
    }

    /// What an operation costs with these variables.
    pub(crate) fn cost(&self, plan: &Plan, index: usize, variables: &Variables) -> u64 {
        let known = plan.operations.get(index).and_then(|(_, operation)| operation.cost);
        let reckoned = || {
            let definition = plan.definition(index)?;
            Some(Cost::new(&plan.document, &self.limits, &self.shapes, variables).operation(definition))
        };
        known.or_else(reckoned).unwrap_or(u64::MAX)
    }

    /// Puts the nulls into an answer that its errors ask for.
    pub(crate) fn mend(&self, plan: &Plan, index: usize, data: &mut Value, errors: &[ServerError]) {
        let Some(definition) = plan.definition(index) else { return };
        let roots = &self.shapes.roots;
        let root = match definition.ty {
            OperationType::Query => &roots.query,
            OperationType::Mutation => &roots.mutation,
            OperationType::Subscription => &roots.subscription,
        };
        let mend = Mend { document: &plan.document, shapes: &self.shapes };
        mend.answer(data, errors, &definition.selection_set.node, root);
    }

    /// Why these variables do not fit the operation, if they don't.
    pub(crate) fn misfits(&self, plan: &Plan, index: usize, variables: &Variables) -> Vec<ServerError> {
        let definition = plan.definition(index);
        definition
            .map(|definition| coerce::variables(definition, variables, &self.shapes, &self.limits))
            .unwrap_or_default()
    }
}

impl Plan {
    /// Which operation is meant.
    pub(crate) fn find(&self, name: Option<&str>) -> Result<usize, ServerError> {
        let found = match name {
            Some(name) => self.operations.iter().position(|(own, _)| own.as_deref() == Some(name)),
            None if self.operations.len() > 1 => {
                return Err(fault(code::BAD_REQUEST, "the document has several operations: name one in operationName"));
            }
            None => (!self.operations.is_empty()).then_some(0),
        };
        found.ok_or_else(|| fault(code::BAD_REQUEST, "the document has no operation of that name"))
    }

    pub(crate) fn kind(&self, index: usize) -> OperationType {
        self.operations.get(index).map_or(OperationType::Query, |(_, operation)| operation.kind)
    }

    /// The operation as it was written.
    pub(crate) fn definition(&self, index: usize) -> Option<&OperationDefinition> {
        // The map is not changed after parsing, so it is walked in the same order every time.
        self.document.operations.iter().nth(index).map(|(_, operation)| &operation.node)
    }
}

/// A subscription has one source; the executor would merge several and ignore those inside fragments.
fn subscribes_to_one_field(operation: &OperationDefinition) -> Result<(), Vec<ServerError>> {
    let items = &operation.selection_set.node.items;
    let one_field = matches!(items.as_slice(), [one] if matches!(one.node, Selection::Field(_)));
    if operation.ty != OperationType::Subscription || one_field {
        return Ok(());
    }
    Err(vec![fault(code::VALIDATION_FAILED, "a subscription selects exactly one field, and directly")])
}

fn syntax(error: &parser::Error) -> ServerError {
    let message = match error {
        // The parser's message draws the line and the place; what was expected is its last line.
        parser::Error::Syntax { message, .. } => {
            let expected = message.lines().filter_map(|line| line.trim().strip_prefix("= ")).next_back();
            format!("syntax error: {}", expected.unwrap_or("the document cannot be read"))
        }
        other => format!("syntax error: {other}"),
    };
    let mut error_out = fault(code::PARSE_ERROR, message);
    error_out.locations = error.positions().collect();
    error_out
}
