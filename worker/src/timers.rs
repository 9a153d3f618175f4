//! The timers: sweeps without input that compare what should be with what is, and repair it.

use std::time::Duration;

use domain::kernel::RequestId;
use service::{Op, Service, Topic};
use tokio::time::{MissedTickBehavior, interval};

use crate::WorkerSettings;

/// How many audit entries are sealed at once.
const SEAL_BATCH: i64 = 1_000;

/// How many differences are folded at once.
const FOLD_BATCH: i64 = 20_000;

/// How many members are swept at once.
const SWEEP_BATCH: i64 = 2_000;

/// How many merges are settled at once.
const MERGE_BATCH: i64 = 100;

/// How many orders, commissions and refunds are moved on at once.
const MONEY_BATCH: i64 = 200;

/// How many referrals are moved on at once.
const GROWTH_BATCH: i64 = 1_000;

pub(crate) async fn run(service: Service, settings: WorkerSettings) {
    tokio::join!(
        seal_audit(&service),
        sweep_pushes(&service, &settings),
        sweep_terms(&service),
        fold_counts(&service),
        sweep_members(&service),
        remind_members(&service),
        settle_merges(&service),
        sweep_money(&service),
        settle(&service),
        sweep_growth(&service),
        prune(&service)
    );
}

/// Puts pushes back on the bus that nobody moves.
async fn sweep_pushes(service: &Service, settings: &WorkerSettings) {
    let mut ticks = every(Duration::from_millis(500));
    loop {
        ticks.tick().await;
        match service.pushes_requeue(settings.push_idle).await {
            Ok(0) => {}
            Ok(requeued) => tracing::info!(requeued, "put stalled pushes back on the bus"),
            Err(error) => failed("pushes", &error),
        }
    }
}

/// Ends terms of office whose time is over.
async fn sweep_terms(service: &Service) {
    let mut ticks = every(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        let op = Op::system("worker.terms", RequestId(service.ids().next()));
        if let Err(error) = service.lapsed_terms_end(&op).await {
            failed("terms", &error);
        }
    }
}

/// Folds what changed in the counts of members into those of every chapter above, ten times a second.
async fn fold_counts(service: &Service) {
    let mut ticks = every(Duration::from_millis(100));
    loop {
        match service.member_counts_fold(FOLD_BATCH).await {
            Ok(taken) if i64::try_from(taken).is_ok_and(|taken| taken == FOLD_BATCH) => continue,
            Ok(_) => {}
            Err(error) => failed("member counts", &error),
        }
        ticks.tick().await;
    }
}

/// Lets memberships and points begin and end by the calendar, every second.
async fn sweep_members(service: &Service) {
    let mut ticks = every(Duration::from_secs(1));
    loop {
        let op = Op::system("worker.members", RequestId(service.ids().next()));
        let swept = match service.members_sweep(&op, SWEEP_BATCH).await {
            Ok(0) => service.points_expire(&op, SWEEP_BATCH).await,
            outcome => outcome,
        };
        match swept {
            // There may be more: tens of thousands end on one day.
            Ok(1..) => continue,
            Ok(0) => {}
            Err(error) => failed("members", &error),
        }
        ticks.tick().await;
    }
}

/// Reminds members of the end of their membership, in the morning.
async fn remind_members(service: &Service) {
    let mut ticks = every(Duration::from_secs(5));
    loop {
        let op = Op::system("worker.members", RequestId(service.ids().next()));
        match service.members_remind(&op, SWEEP_BATCH).await {
            Ok(1..) => continue,
            Ok(0) => {}
            Err(error) => failed("reminders", &error),
        }
        ticks.tick().await;
    }
}

/// Settles merges that can no longer be undone.
async fn settle_merges(service: &Service) {
    let mut ticks = every(Duration::from_mins(1));
    loop {
        let op = Op::system("worker.members", RequestId(service.ids().next()));
        match service.member_merges_settle(&op, MERGE_BATCH).await {
            Ok(1..) => continue,
            Ok(0) => {}
            Err(error) => failed("merges", &error),
        }
        ticks.tick().await;
    }
}

/// Lets orders expire, commissions come due, and sends back what is owed to buyers, every second.
async fn sweep_money(service: &Service) {
    let mut ticks = every(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        let op = Op::system("worker.money", RequestId(service.ids().next()));
        if let Err(error) = service.orders_expire(MONEY_BATCH).await {
            failed("orders", &error);
        }
        if let Err(error) = service.commissions_advance(&op, MONEY_BATCH).await {
            failed("commissions", &error);
        }
        if let Err(error) = service.refunds_send(&op, MONEY_BATCH).await {
            failed("refunds", &error);
        }
    }
}

/// Lets locks of referrals end, and rewards what has qualified, every second.
async fn sweep_growth(service: &Service) {
    let mut ticks = every(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        let op = Op::system("worker.growth", RequestId(service.ids().next()));
        if let Err(error) = service.referrals_expire(&op, GROWTH_BATCH).await {
            failed("locks of referrals", &error);
        }
        if let Err(error) = service.referrals_qualify(&op, GROWTH_BATCH).await {
            failed("referrals", &error);
        }
    }
}

/// Issues statements on the 10th and lets disputes lapse, every minute: both go by the day.
async fn settle(service: &Service) {
    let mut ticks = every(Duration::from_mins(1));
    loop {
        ticks.tick().await;
        let op = Op::system("worker.settlement", RequestId(service.ids().next()));
        match service.statements_sweep(&op).await {
            Ok(0) => {}
            Ok(issued) => tracing::info!(issued, "issued the statements of a month"),
            Err(error) => failed("statements", &error),
        }
        if let Err(error) = service.disputes_lapse(&op, MONEY_BATCH).await {
            failed("disputes", &error);
        }
    }
}

/// Forgets what is past use.
async fn prune(service: &Service) {
    let mut ticks = every(Duration::from_mins(1));
    loop {
        ticks.tick().await;
        if let Err(error) = service.prune().await {
            failed("prune", &error);
        }
    }
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

fn failed(sweep: &'static str, error: &service::ServiceError) {
    tracing::warn!(error = error.trace(), sweep, "a sweep failed; it is tried again");
}

/// Seals new audit entries within a second: on a signal, gathering what comes within a moment into one batch.
async fn seal_audit(service: &Service) {
    let mut written = service.bus().listen(&[Topic::Audit.name()]);
    loop {
        match service.audit_seal_batch(SEAL_BATCH).await {
            Ok(sealed) if i64::try_from(sealed).is_ok_and(|sealed| sealed == SEAL_BATCH) => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(error = error.trace(), "audit entries could not be sealed; it is tried again"),
        }
        let _ = tokio::time::timeout(Duration::from_millis(500), written.next()).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
