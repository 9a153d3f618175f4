//! What kind of file it is, by its first bytes: names and content types are often wrong.

use domain::integrations::ImportFormat;

/// How many bytes are looked at.
const LOOKED_AT: usize = 4 << 10;

/// The kind of a file that begins so.
///
/// # Errors
/// It is none that can be imported: what to do about it.
pub(crate) fn kind_of(beginning: &[u8]) -> Result<ImportFormat, &'static str> {
    let beginning = beginning.get(..LOOKED_AT).unwrap_or(beginning);
    let starts = |bytes: &[u8]| beginning.starts_with(bytes);
    if starts(b"PK\x03\x04") {
        return Ok(ImportFormat::Xlsx);
    }
    if starts(b"\xD0\xCF\x11\xE0") {
        return Err("this is an old or a protected workbook: save it as XLSX without a password, or as CSV");
    }
    if starts(b"\xFF\xFE") || starts(b"\xFE\xFF") {
        return Err("this text is UTF-16: save it as CSV UTF-8");
    }
    if starts(b"%PDF") || beginning.contains(&0) {
        return Err("this is neither CSV nor XLSX");
    }
    Ok(ImportFormat::Csv)
}
