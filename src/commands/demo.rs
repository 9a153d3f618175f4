//! `flotilla demo`: seeds, serves, and shows a policy going down the real tree.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use domain::chapters::Level;
use domain::kernel::{ChapterId, Clock as _, ManualClock, PolicyVersionId, SystemClock};
use domain::policies::{DeliveryView, Urgency};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::json;
use service::policies::{DeliveryAcknowledge, DeliveryMarkRead, RolloutCount, VersionDraft, VersionPublish};
use service::{Service, Viewer};

use super::config::print_text;
use super::serve::{Roles, Running, stopped};
use crate::boot::{self, Boot};
use crate::seed::{DEMO_PASSWORD, DEMO_STAFF, opened_at, plant, plant_members, plant_trade, real_tree};
use crate::settings::Settings;

/// How many helmsmen acknowledge in the show.
const ACKNOWLEDGING: usize = 12;
/// A few for each chapter.
const DEMO_MEMBERS: usize = 10_000;
/// A push that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_mins(1);

pub(super) async fn run(settings: &Settings) -> Result<()> {
    // Nobody's phone is real here, and nobody's money: the codes go to the log, and payments to the sandbox.
    let settings = &settings.clone().with("log_codes", "true").with("payments", "sandbox");
    seed(settings).await?;
    let mut boot = Boot::start(settings, boot::Parts { hold_tree: true }).await?;
    boot.follow();
    let running = Running::start(&boot.service, settings, Roles::ALL).await?;
    let address = running.address.context("the demo serves HTTP")?;
    show(&boot.service).await?;
    print_text(&guide(&format!("http://{address}")))?;
    stopped().await;
    running.stop().await;
    boot.stop().await
}

/// Seeds an empty database: a network that was opened two months ago, its members of today, and what some of them bought then.
async fn seed(settings: &Settings) -> Result<()> {
    let now = SystemClock.now();
    let clock = Arc::new(ManualClock::at(opened_at(now)));
    let boot = Boot::start_at(settings, boot::Parts { hold_tree: true }, clock.clone()).await?;
    let service = &boot.service;
    if !service.is_seeded().await? {
        print_text(
            "seeding the real tree (headquarters, 34 provinces, 333 prefectures, 2,851 counties) and synthetic people …",
        )?;
        plant(service, &real_tree(service.ids().as_ref())?).await?;
        service.refresh_tree().await?;
        plant_members(service, now, DEMO_MEMBERS).await?;
        plant_trade(service, &clock).await?;
    }
    boot.stop().await
}

/// Publishes a policy and watches it land.
async fn show(service: &Service) -> Result<()> {
    let admin = service.account_named("hq-admin").await.context("the demo has an administrator")?;
    let op = boot::account_op(service, admin);
    let draft = VersionDraft {
        key: "membership.annual.price".into(),
        issuer: ChapterId(1),
        levels: Vec::new(),
        divisions: Vec::new(),
        effective_at: None,
        acknowledge_within_hours: Some(72),
        vacant_must_acknowledge: false,
        urgency: Urgency::Normal,
        body: "# 年费会员价格\n\n各分舵可在 **300 至 400 元** 之间自行定价,不得低于下限或高于上限。".into(),
        value: json!({ "min": 30_000, "max": 40_000 }),
    };
    let version = service.version_draft(&op, draft).await?;
    let started = Instant::now();
    service.version_publish(&op, VersionPublish { id: version }).await?;
    print_text(&format!("\npublished {version}: membership.annual.price, for everybody. Down the tree:\n"))?;
    let viewer = system_viewer(service);
    let landed = watch(service, &viewer, version, started).await?;
    print_text(&landed)?;
    acknowledge(service, &viewer, version).await?;
    print_text(&table(&service.rollout_counts(&viewer, version, None).await?))
}

fn system_viewer(service: &Service) -> Viewer {
    service.viewer(boot::system_op(service, "cli.demo"), None)
}

/// Draws a bar per level until nothing is queued; answers the time at which each level was complete.
async fn watch(service: &Service, viewer: &Viewer, version: PolicyVersionId, started: Instant) -> Result<String> {
    let bars = MultiProgress::new();
    let mut levels: BTreeMap<Level, (ProgressBar, Option<Duration>)> = BTreeMap::new();
    loop {
        let counts = service.rollout_counts(viewer, version, None).await?;
        for level in Level::ALL {
            let of_level = || counts.iter().filter(|count| count.level == level);
            let total: i64 = of_level().map(|count| count.chapters).sum();
            let queued: i64 =
                of_level().filter(|count| count.view == DeliveryView::Queued).map(|count| count.chapters).sum();
            let (bar, done) = levels.entry(level).or_insert_with(|| (bars.add(bar(level, total)), None));
            bar.set_position(u64::try_from(total - queued).unwrap_or(0));
            if queued == 0 && done.is_none() {
                *done = Some(started.elapsed());
                bar.finish();
            }
        }
        if levels.values().all(|(_, done)| done.is_some()) {
            break;
        }
        anyhow::ensure!(started.elapsed() < PATIENCE, "the push did not land within {} s", PATIENCE.as_secs());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut lines = String::new();
    for (level, (bar, done)) in &levels {
        let (chapters, time) = (bar.length().unwrap_or(0), done.unwrap_or_default());
        lines.push_str(&format!(
            "  {:<12} {chapters:>5} chapters, seen after {} ms\n",
            level.as_str(),
            time.as_millis()
        ));
    }
    Ok(lines)
}

fn bar(level: Level, total: i64) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(total).unwrap_or(0));
    if let Ok(style) = ProgressStyle::with_template("  {prefix:<12} [{bar:40}] {pos:>5}/{len}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_prefix(level.as_str());
    bar
}

/// A few helmsmen read and acknowledge.
async fn acknowledge(service: &Service, viewer: &Viewer, version: PolicyVersionId) -> Result<()> {
    let hash = service.version(viewer, version).await?.hash.to_string();
    let led = |id: &&ChapterId| viewer.tree.node(**id).is_some_and(|node| node.leader.is_some());
    let chapters: Vec<ChapterId> = viewer.tree.preorder().iter().filter(led).copied().collect();
    let every = (chapters.len() / ACKNOWLEDGING).max(1);
    for chapter in chapters.iter().step_by(every).take(ACKNOWLEDGING) {
        let Some(node) = viewer.tree.node(*chapter) else { continue };
        let Some(leader) = &node.leader else { continue };
        let op = boot::account_op(service, leader.account);
        service.delivery_mark_read(&op, DeliveryMarkRead { version, chapter: *chapter }).await?;
        let input = DeliveryAcknowledge { version, chapter: *chapter, hash: hash.clone() };
        service.delivery_acknowledge(&op, input).await?;
        print_text(&format!("  {} ({}): {} acknowledged", node.name, node.level, leader.name))?;
    }
    Ok(())
}

fn table(counts: &[RolloutCount]) -> String {
    let mut lines = String::from("\n  level         ");
    for view in DeliveryView::ALL {
        lines.push_str(&format!("{:>13}", view.as_str()));
    }
    for level in Level::ALL {
        lines.push_str(&format!("\n  {:<14}", level.as_str()));
        for view in DeliveryView::ALL {
            let chapters: i64 = counts.iter().filter(|c| (c.level, c.view) == (level, view)).map(|c| c.chapters).sum();
            lines.push_str(&format!("{chapters:>13}"));
        }
    }
    lines.push('\n');
    lines
}

/// Where to look and how to sign in.
fn guide(address: &str) -> String {
    let mut text = format!(
        "\nserving at {address}/\n\n\
         console of headquarters  {address}/console/\n  \
           e-mail {}, password {DEMO_PASSWORD}\n\
         client of a helmsman     {address}/client/   (in a phone-sized window beside it)\n  \
           phone 19900330100 (杭州市: 19900 and the division's code); the one-time code is written here\n\
         explorer and API         {address}/console/explorer.html, {address}/graphql\n\n\
         others of the staff, with the same password:\n",
        DEMO_STAFF.first().map_or("", |staff| staff.email),
    );
    for staff in DEMO_STAFF.iter().skip(1) {
        text.push_str(&format!("  {:<16} {}\n", staff.handle, staff.email));
    }
    text.push_str(&format!(
        "\na first query:\n\n\
         TOKEN=$(curl -s {address}/graphql -H 'content-type: application/json' -d '{{\"query\":\"mutation {{ \
         staffSignIn(input: {{email: \\\"hq-admin@demo.invalid\\\", password: \\\"{DEMO_PASSWORD}\\\"}}) {{ accessToken }} \
         }}\"}}' | sed 's/.*accessToken\":\"\\([^\"]*\\).*/\\1/')\n\
         curl -s {address}/graphql -H \"authorization: Bearer $TOKEN\" -H 'content-type: application/json' -d \
         '{{\"query\":\"{{ headquarters {{ name counts {{ descendants vacant }} }} policyVersions(first: 1) {{ nodes \
         {{ key number rollout {{ byState {{ state chapters }} }} }} }} }}\"}}'\n\nCtrl-C ends it.\n"
    ));
    text
}
