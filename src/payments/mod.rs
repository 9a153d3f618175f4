//! What takes payments online. Real providers join here, each as a [`PaymentProvider`]; so far there is the sandbox.

mod sandbox;

use std::sync::Arc;

use anyhow::{Result, bail};
use service::money::PaymentProvider;

pub use sandbox::Sandbox;

use crate::secrets::Secrets;
use crate::settings::Settings;

/// The providers that the settings name. A demo always has the sandbox: nobody's money is real there.
pub fn providers(settings: &Settings, secrets: &Secrets, is_demo: bool) -> Result<Vec<Arc<dyn PaymentProvider>>> {
    match settings.text("payments") {
        "" if !is_demo => Ok(Vec::new()),
        "sandbox" if !is_demo => {
            tracing::warn!(
                "payments = sandbox: orders are paid without any money, by whoever says so; for trials alone, never with members"
            );
            Ok(vec![Arc::new(Sandbox::new(&secrets.sandbox_key()?))])
        }
        "" | "sandbox" => Ok(vec![Arc::new(Sandbox::new(&secrets.sandbox_key()?))]),
        other => bail!("payments must be `sandbox` or empty, not `{other}`"),
    }
}
