//! Integrations: what comes in from files.

mod cell;
mod column;
mod import;
mod report;
mod warning;

pub use cell::{mask_cell, read_day, read_year};
pub use column::{Columns, Header};
pub use import::{
    ImportEncoding, ImportFailure, ImportFormat, ImportMove, ImportState, MAX_FILE_NAME, Trouble, check_file_name,
};
pub use report::{Column, RowFault};
pub use warning::{Warning, WarningCode};
