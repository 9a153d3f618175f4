//! Puts a message that workers gave up on back in its stream.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::access::Permission;
use serde::Serialize;
use serde_json::json;
use store::chapters::chapter;

use super::bus_fault;
use crate::policies::PUSH_STREAM;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// The longest id that a bus gives: two numbers of 64 bits.
const MAX_ID: usize = 41;

/// What puts a message back.
#[derive(Debug, Clone, Serialize)]
pub struct DeadLetterRetry {
    pub stream: String,
    /// The dead letter's id on the bus.
    pub id: String,
}

impl Service {
    /// Puts a dead letter back at the end of its stream, with its attempts forgotten; answers whether it was still there.
    ///
    /// # Errors
    /// `BadInput`: there is no such stream, or no such id can be.
    pub async fn dead_letter_retry(&self, op: &Op, input: DeadLetterRetry) -> Result<bool> {
        let (input, done) = (&input, &AtomicBool::new(false));
        self.write(op, "operations.dead_letter_retry", input, |w| Box::pin(retry(w, input, done))).await
    }
}

async fn retry(w: &mut Write<'_>, input: &DeadLetterRetry, done: &AtomicBool) -> Result<bool> {
    let root = chapter::headquarters(w.db()).await?;
    w.require(Permission::OperationsManage, root).await?;
    let DeadLetterRetry { stream, id } = input;
    if stream != PUSH_STREAM {
        return Err(ServiceError::BadInput(format!("there is no such stream; there is `{PUSH_STREAM}`")));
    }
    if id.is_empty() || id.len() > MAX_ID || !id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return Err(ServiceError::BadInput("this is no id of a dead letter".into()));
    }
    let bus = &w.service.bus;
    if !bus.health().borrow().live {
        return Err(ServiceError::Busy("the bus is away".into()));
    }
    // The bus is not part of the transaction. If that is run again, what was put back the first time is not there any
    // more, and was put back nevertheless.
    if bus.requeue_dead(stream, id).await.map_err(bus_fault)? {
        done.store(true, Ordering::Relaxed);
    }
    let retried = done.load(Ordering::Relaxed);
    let change =
        Change { target: format!("{stream}/{id}"), after: Some(json!({ "retried": retried })), ..Change::default() };
    w.audit(change).await?;
    Ok(retried)
}
