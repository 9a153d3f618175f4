use domain::integrations::{ImportEncoding, Warning};

use super::guard::{BOUNDS, Bounds, check_archive};
use super::*;

/// Keeps what it is given.
#[derive(Default)]
struct Kept {
    warnings: Vec<Warning>,
    rows: Vec<(i32, String, String)>,
}

impl Sink for Kept {
    fn header(&mut self, header: &Header) -> Result<(), Stop> {
        self.warnings.clone_from(&header.warnings);
        Ok(())
    }

    fn row(&mut self, row: RawRow) -> Result<(), Stop> {
        self.rows.push((row.line, row.cell(Column::Phone).to_owned(), row.cell(Column::Name).to_owned()));
        Ok(())
    }
}

fn read(bytes: &[u8], encoding: ImportEncoding) -> Result<Kept, Trouble> {
    let mut kept = Kept::default();
    match read_csv(bytes, bytes.len() as u64, encoding, &mut kept) {
        Ok(()) => Ok(kept),
        Err(Stop::Trouble(trouble)) => Err(trouble),
        Err(Stop::Gone) => panic!("nobody has gone"),
    }
}

fn scan(pieces: &[&[u8]]) -> Result<ImportEncoding, Trouble> {
    let mut scan = EncodingScan::default();
    for piece in pieces {
        scan.feed(piece)?;
    }
    scan.finish()
}

fn gb(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn row(line: i32, phone: &str, name: &str) -> (i32, String, String) {
    (line, phone.to_owned(), name.to_owned())
}

#[test]
fn csv_is_read_whatever_stands_between_the_cells() {
    let expected = vec![row(2, "13800000001", "王,明"), row(4, "13800000002", "李")];
    for delimiter in [",", ";", "\t"] {
        let text =
            format!("\u{feff}姓名{delimiter}手机\r\n\"王,明\"{delimiter}13800000001\r\n\r\n 李 {delimiter}13800000002");
        let kept = read(text.as_bytes(), ImportEncoding::Utf8).unwrap();
        assert_eq!(kept.rows, expected, "{delimiter:?}");
    }
    let kept = read(&gb("手机,姓名,备注\n13800000001,欧阳娜娜,x\n,,\n"), ImportEncoding::Gb18030).unwrap();
    assert_eq!(kept.rows, [row(2, "13800000001", "欧阳娜娜")]);
    assert_eq!(kept.warnings.len(), 1);
}

#[test]
fn what_is_no_table_is_said_to_be_none() {
    let failure = |text: &str| read(text.as_bytes(), ImportEncoding::Utf8).map(|_| ()).unwrap_err().failure;
    assert_eq!(failure(""), ImportFailure::FileEmpty);
    assert_eq!(failure("\n\n"), ImportFailure::FileEmpty);
    assert_eq!(failure("手机,姓名\n,\n"), ImportFailure::FileEmpty);
    assert_eq!(failure("姓名\n王"), ImportFailure::PhoneColumnMissing);
    let open_quote = format!("手机,姓名\n1,\"{}", "长\n".repeat(40_000));
    assert_eq!(failure(&open_quote), ImportFailure::FileDamaged);
}

#[test]
fn the_encoding_follows_from_all_lines() {
    let utf8 = "手机,姓名\n1,王伟\n2,欧阳娜娜\n".as_bytes();
    let gb = gb("手机,姓名\n1,王伟\n2,欧阳娜娜\n");
    assert_eq!(scan(&[b"phone,name\n1,Wang\n"]), Ok(ImportEncoding::Utf8));
    assert_eq!(scan(&[utf8]), Ok(ImportEncoding::Utf8));
    assert_eq!(scan(&[&gb]), Ok(ImportEncoding::Gb18030));
    // In pieces that end within characters.
    for bytes in [utf8, gb.as_slice()] {
        let pieces: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(scan(&pieces), scan(&[bytes]));
    }
    // A word of GB 2312 that is UTF-8 by chance.
    assert_eq!(scan(&[&gb, &super::tests::gb("3,联通\n")]), Ok(ImportEncoding::Gb18030));
}

#[test]
fn two_encodings_in_one_file_are_told_with_the_line() {
    let (utf8, gb) = ("手机,姓名\n1,王伟\n".as_bytes(), gb("2,欧阳娜娜\n"));
    let trouble = scan(&[utf8, &gb]).unwrap_err();
    assert_eq!(trouble.failure, ImportFailure::EncodingMixed);
    assert!(trouble.message.starts_with("line 3 is GB18030, but the file is UTF-8"), "{}", trouble.message);
    let trouble = scan(&[&gb, &gb, "3,张静怡\n".as_bytes()]).unwrap_err();
    assert!(trouble.message.starts_with("line 3 is UTF-8, but the file is GB18030"), "{}", trouble.message);
    let marked = [b"\xEF\xBB\xBF", gb.as_slice(), &gb].concat();
    assert!(scan(&[&marked]).is_err());
    let trouble = scan(&[b"a\nb\xFF\xFFc\n"]).unwrap_err();
    assert_eq!(trouble.failure, ImportFailure::EncodingUnknown);
    assert!(trouble.message.starts_with("line 2 "), "{}", trouble.message);
    assert_eq!(scan(&[b"a\0b"]).unwrap_err().failure, ImportFailure::FileDamaged);
    assert_eq!(scan(&[&vec![b'x'; 70_000]]).unwrap_err().failure, ImportFailure::FileDamaged);
}

#[test]
fn a_kind_is_known_by_the_first_bytes() {
    use domain::integrations::ImportFormat;
    assert_eq!(kind_of("手机".as_bytes()), Ok(ImportFormat::Csv));
    assert_eq!(kind_of(b"PK\x03\x04..."), Ok(ImportFormat::Xlsx));
    for other in [&b"\xD0\xCF\x11\xE0"[..], b"\xFF\xFEa\0", b"%PDF-1.7", b"\x7fELF\0"] {
        assert!(kind_of(other).is_err(), "{other:?}");
    }
}

/// An archive with one part.
fn archive(name: &str, text: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(text).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let bounds = Bounds { entries: 2, all: 1_000_000, part: 100_000 };
    let failure =
        |name: &str, text: &[u8]| check_archive(&archive(name, text), bounds).err().map(|found| found.failure);
    let (large, cells) = (vec![b'<'; 200_000], b"<c>1</c>".repeat(20_000));
    assert_eq!(failure("xl/styles.xml", &large), Some(ImportFailure::FileTooLarge));
    assert_eq!(failure("xl/worksheets/sheet1.xml", &cells), None);
    assert_eq!(failure("xl/worksheets/sheet1.xml", &cells.repeat(7)), Some(ImportFailure::FileTooLarge));
    assert_eq!(failure("xl/worksheets/sheet1.xml", &vec![b'x'; 600_000]), Some(ImportFailure::FileDamaged));
    assert_eq!(failure("xl/worksheets/sheet1.xml", b"<!-- <<< -->"), Some(ImportFailure::FileDamaged));
    assert_eq!(failure("xl/workbook.xml", b"<\0a\0>\0"), Some(ImportFailure::FileDamaged));
    assert!(check_archive(b"PK\x03\x04 and no more", BOUNDS).is_err());
}

#[test]
fn a_workbook_that_announces_too_many_texts_is_refused() {
    let failure =
        |text: &[u8]| check_archive(&archive("xl/sharedStrings.xml", text), BOUNDS).err().map(|found| found.failure);
    assert_eq!(failure(b"<sst uniqueCount=\"12\"><si><t>uniqueCount</t></si></sst>"), None);
    assert_eq!(failure(b"<sst uniqueCount=\"99999999999\"/>"), Some(ImportFailure::FileTooLarge));
    assert_eq!(failure(b"<sst uniqueCount='99999999999'/>"), Some(ImportFailure::FileTooLarge));
    assert_eq!(failure(b"<sst uniqueCount = '9'/>"), Some(ImportFailure::FileDamaged));
    // Where two pieces of what is unpacked meet.
    for pad in 65_500..65_545 {
        let text = [b"<a>".as_slice(), &vec![b' '; pad][..], b"<sst uniqueCount=\"99999999999\"/>"].concat();
        assert_eq!(failure(&text), Some(ImportFailure::FileTooLarge), "{pad}");
    }
}
