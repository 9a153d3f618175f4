//! One operation on its way: checked against its plan, priced, prepared, executed.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Request, Response, ServerError, Value, Variables};
use futures_util::FutureExt as _;
use futures_util::stream::BoxStream;

use super::answer::{Reply, Telling};
use super::document::Plan;
use super::door::House;
use super::error::{code, fault};
use super::params::Params;
use crate::gate::{Asked, Gate, Visit};

/// An operation that may be executed.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) plan: Arc<Plan>,
    /// Which operation of the plan.
    pub(crate) index: usize,
    pub(crate) operation_name: Option<String>,
    pub(crate) variables: Variables,
    cost: u64,
}

impl Job {
    pub(crate) fn kind(&self) -> OperationType {
        self.plan.kind(self.index)
    }

    /// What is asked for.
    pub(crate) fn asked(&self) -> Option<Asked<'_>> {
        let operation = self.plan.definition(self.index)?;
        Some(Asked { document: &self.plan.document, operation, variables: &self.variables })
    }

    /// The executor's request; the parsed document goes along, so that nothing is parsed twice.
    pub(crate) fn request(self) -> Request {
        let mut request = Request::new(String::new()).variables(self.variables);
        request.operation_name = self.operation_name;
        request.set_parsed_query(self.plan.document.clone());
        request
    }
}

impl<E: Executor, G: Gate> House<E, G> {
    /// How errors of this visit are told.
    pub(crate) fn telling(&self, visit: &Visit) -> Telling {
        Telling { request_id: visit.request_id.clone(), most: self.settings().errors }
    }

    /// Checks what was asked for; nothing of it has run after an error.
    pub(crate) async fn job(&self, params: Params) -> Result<Job, Vec<ServerError>> {
        let text = self.text(&params.document).map_err(|error| vec![error])?;
        let plan = self.plans.plan(text).await?;
        // Some clients say "no name" with an empty one.
        let operation_name = params.operation_name.filter(|name| !name.is_empty());
        let index = plan.find(operation_name.as_deref()).map_err(|error| vec![error])?;
        let misfits = self.plans.misfits(&plan, index, &params.variables);
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let cost = self.plans.cost(&plan, index, &params.variables);
        let limit = self.plans.limits().cost;
        if cost > limit {
            let message = format!("the operation costs {cost}, and {limit} are allowed");
            return Err(vec![fault(code::QUERY_TOO_COMPLEX, message)]);
        }
        Ok(Job { plan, index, operation_name, variables: params.variables, cost })
    }

    /// Runs a query or a mutation to its end.
    pub(crate) async fn execute(&self, job: Job, visit: &Visit) -> Reply {
        let (kind, cost, telling) = (job.kind(), job.cost, self.telling(visit));
        let (plan, index) = (Arc::clone(&job.plan), job.index);
        if kind == OperationType::Subscription {
            let message = "subscriptions go over /graphql/stream or /graphql/ws";
            return Reply::refused(vec![fault(code::BAD_REQUEST, message)], &telling);
        }
        let request = self.door.gate.prepare(job.request(), visit);
        let run = self.door.schema.execute(request);
        let response = match tokio::time::timeout(self.settings().request_timeout(), run).await {
            Ok(response) => response,
            Err(_) => Response::from_errors(vec![fault(code::TIMEOUT, "the operation took too long and was stopped")]),
        };
        let mend = |data: &mut Value, errors: &[ServerError]| self.plans.mend(&plan, index, data, errors);
        let mut reply = Reply::executed(response, kind, &telling, mend);
        if !reply.is_refusal() {
            reply.extensions.insert("cost".to_owned(), told(cost, self.plans.limits().cost));
        }
        reply
    }

    /// As [`Self::execute`], for callers that no panic may pass through.
    pub(crate) async fn execute_caught(&self, job: Job, visit: &Visit) -> Reply {
        let telling = self.telling(visit);
        let caught = AssertUnwindSafe(self.execute(job, visit)).catch_unwind().await;
        caught.unwrap_or_else(|_| Reply::refused(vec![fault(code::INTERNAL, "internal error")], &telling))
    }

    /// Opens a subscription.
    pub(crate) fn stream(&self, job: Job, visit: &Visit) -> BoxStream<'static, Response> {
        let request = self.door.gate.prepare(job.request(), visit);
        self.door.schema.execute_stream(request, None)
    }
}

fn told(requested: u64, limit: u64) -> Value {
    let pair = [("requested", requested), ("limit", limit)];
    Value::Object(pair.into_iter().map(|(name, value)| (async_graphql::Name::new(name), value.into())).collect())
}
