//! Ctrl-C and SIGTERM as a flag that waiting loops look at, so that every exit runs its clean-up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

static REQUESTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Takes over SIGINT, SIGTERM and SIGHUP: from now on they only make [`requested`] true.
pub fn watch() -> Result<()> {
    let flag = Arc::clone(REQUESTED.get_or_init(Arc::default));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&flag)).context("cannot take over signals")?;
    }
    Ok(())
}

/// Whether somebody asked this process to stop since [`watch`].
pub fn requested() -> bool {
    REQUESTED.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}
