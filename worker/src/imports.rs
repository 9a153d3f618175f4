//! Imports of members: the dry run of a file, and the members of one that was started. One worker does it, the one that
//! leads; what a dead one has left the next goes on with.

use std::time::Duration;

use domain::kernel::RequestId;
use service::{Op, Service};

use crate::retry::Pause;

/// How often it looks for something to do.
const LOOK: Duration = Duration::from_millis(200);
/// How many parts of one import are added before another has its turn.
const PARTS: usize = 50;
/// How many imports are given up at once.
const EXPIRE: i64 = 20;
/// How often it looks for those, in looks.
const SELDOM: u32 = 50;

pub(crate) async fn run(service: Service) {
    let mut pause = Pause::default();
    let mut looks = 0_u32;
    loop {
        let op = Op::system("worker.imports", RequestId(service.ids().next()));
        match service.imports_advance(&op, PARTS).await {
            Ok(true) => pause.reset(),
            Ok(false) => {
                pause.reset();
                if looks.is_multiple_of(SELDOM)
                    && let Err(error) = service.imports_expire(&op, EXPIRE).await
                {
                    tracing::warn!(error = error.trace(), "old imports could not be given up; it is tried again");
                }
                looks = looks.wrapping_add(1);
                tokio::time::sleep(LOOK).await;
            }
            Err(error) => {
                tracing::warn!(error = error.trace(), "an import stopped; it is tried again");
                pause.wait().await;
            }
        }
    }
}
