//! Integrations: imports of members from files. Reading the files is here; what touches members is in `process`.

pub(crate) mod file;
mod import_cancel;
mod import_start;
mod read;
mod row;
mod settings;
mod upkeep;
mod upload;

pub use import_cancel::ImportCancel;
pub use import_start::ImportStart;
pub use read::{ImportCard, MAX_SHOWN_FAULTS};
pub(crate) use row::{PersonRow, RowRules};
pub use settings::ImportSettings;
pub use store::integrations::fault::{Fault, NumberedFault};
pub use store::integrations::import::{Counts, Import};
pub use upload::{ImportUpload, NotTaken, Upload};
