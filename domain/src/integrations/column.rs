//! Which column holds what, by the words in the first row: in Chinese or in English, in any order.

use super::{Column, ImportFailure, Trouble};

/// Columns beyond this one are not looked at: no sheet of people is that wide.
const MAX_COLUMNS: usize = 500;
/// How many unknown columns a warning names.
const NAMED: usize = 10;
const SHOWN: usize = 30;

impl Column {
    /// What people write above it, without blanks, dashes, underscores and stars, in lower case.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Phone => &[
                "phone",
                "phonenumber",
                "mobile",
                "mobilephone",
                "手机",
                "手机号",
                "手机号码",
                "电话",
                "电话号码",
                "联系电话",
                "移动电话",
            ],
            Self::Name => &["name", "fullname", "姓名", "名字", "会员姓名", "会员名"],
            Self::Chapter => &["chapter", "homechapter", "home", "分舵", "所属分舵", "分会", "舵", "归属分舵"],
            Self::Region => &["region", "regioncode", "division", "地区", "区划", "行政区划", "区划代码", "地区代码"],
            Self::BirthYear => &["birthyear", "yearofbirth", "出生年", "出生年份", "出生年月", "出生日期", "生年"],
            Self::Tier => &["tier", "membership", "会员", "会员等级", "会员类型", "等级"],
            Self::EndsOn => {
                &["endson", "enddate", "expires", "expireson", "到期日", "到期日期", "到期时间", "有效期至"]
            }
            Self::ConsentVersion => &["consentversion", "consent", "同意版本", "同意", "隐私版本", "协议版本"],
        }
    }

    fn of_header(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '*' | '\u{feff}'))
            .flat_map(char::to_lowercase)
            .collect();
        Self::ALL.into_iter().find(|column| column.words().contains(&plain.as_str()))
    }
}

/// Where in a row each thing stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns([Option<usize>; Column::ALL.len()]);

/// What the first row of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub columns: Columns,
    /// What a person should know before going on.
    pub warnings: Vec<String>,
}

impl Header {
    /// Reads the first row.
    ///
    /// # Errors
    /// Two columns for one thing, none for phone or name.
    pub fn read<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Self, Trouble> {
        let mut columns = Columns([None; Column::ALL.len()]);
        let mut unknown: Vec<String> = Vec::new();
        for (at, text) in cells.into_iter().take(MAX_COLUMNS).enumerate() {
            let text = text.trim();
            match Column::of_header(text) {
                Some(column) => columns.put(column, at)?,
                None if text.is_empty() => {}
                None => unknown.push(text.chars().filter(|c| !c.is_control()).take(SHOWN).collect()),
            }
        }
        if columns.place(Column::Phone).is_none() {
            let message = "no column is headed `phone` or `手机`: the first row names the columns";
            return Err(Trouble::new(ImportFailure::PhoneColumnMissing, message));
        }
        if columns.place(Column::Name).is_none() {
            let message = "no column is headed `name` or `姓名`: the first row names the columns";
            return Err(Trouble::new(ImportFailure::NameColumnMissing, message));
        }
        Ok(Self { warnings: warn(&unknown, &columns), columns })
    }
}

fn warn(unknown: &[String], columns: &Columns) -> Vec<String> {
    let mut warnings = Vec::new();
    if !unknown.is_empty() {
        let named: Vec<String> = unknown.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        let more = if unknown.len() > NAMED { ", …" } else { "" };
        warnings.push(format!("these columns are not known and are left out: {}{more}", named.join(", ")));
    }
    let (tier, ends_on) = (columns.place(Column::Tier).is_some(), columns.place(Column::EndsOn).is_some());
    if tier != ends_on {
        let alone = if tier { "a tier without a day on which it ends" } else { "a day without a tier that ends on it" };
        warnings.push(format!("there is {alone}: rows that have one need the other"));
    }
    warnings
}

impl Columns {
    fn put(&mut self, column: Column, at: usize) -> Result<(), Trouble> {
        let Some(place) = self.slot(column) else { return Ok(()) };
        if place.is_some() {
            let message = format!("two columns are headed as {column}: leave one");
            return Err(Trouble::new(ImportFailure::ColumnTwice, message));
        }
        *place = Some(at);
        Ok(())
    }

    fn slot(&mut self, column: Column) -> Option<&mut Option<usize>> {
        let at = Column::ALL.iter().position(|other| *other == column)?;
        self.0.get_mut(at)
    }

    /// In which place of a row it stands, from 0.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        let at = Column::ALL.iter().position(|other| *other == column)?;
        self.0.get(at).copied().flatten()
    }

    /// The places that are read, with what stands there.
    pub fn places(&self) -> impl Iterator<Item = (Column, usize)> {
        Column::ALL.into_iter().zip(self.0).filter_map(|(column, place)| Some((column, place?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_two_languages_and_any_order() {
        let header = Header::read([" 姓 名 ", "备注", "\u{feff}手机号码*", "Ends_On", "会员等级", ""]).unwrap();
        let found: Vec<_> = header.columns.places().collect();
        let expected = [(Column::Phone, 2), (Column::Name, 0), (Column::Tier, 4), (Column::EndsOn, 3)];
        assert_eq!(found, expected);
        assert_eq!(header.warnings, ["these columns are not known and are left out: `备注`"]);
        assert!(Header::read(["Phone Number", "Full name"]).unwrap().warnings.is_empty());
    }

    #[test]
    fn what_is_missing_or_twice_is_refused() {
        let failure = |cells: &[&str]| Header::read(cells.iter().copied()).unwrap_err().failure;
        assert_eq!(failure(&["姓名"]), ImportFailure::PhoneColumnMissing);
        assert_eq!(failure(&["手机"]), ImportFailure::NameColumnMissing);
        assert_eq!(failure(&["手机", "姓名", "phone"]), ImportFailure::ColumnTwice);
        assert_eq!(failure(&[]), ImportFailure::PhoneColumnMissing);
    }

    #[test]
    fn no_word_means_two_things() {
        let mut words: Vec<&str> = Column::ALL.iter().flat_map(|column| column.words()).copied().collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
