//! Keyset pages, as Relay's connections ask for them: forwards with `first`/`after`, backwards with `last`/`before`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most items one page may hold.
pub const MAX_PAGE: usize = 100;
const DEFAULT_PAGE: usize = 20;

/// A position in a list: the sort key of an item, opaque to clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

/// A cursor that this list did not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list; take one from `pageInfo` or an edge")]
pub struct CursorError;

impl Cursor {
    /// The cursor of an item with this sort key.
    pub fn of<K: Serialize>(key: &K) -> Self {
        // A sort key is plain data (numbers, strings); serialising it cannot fail.
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default()))
    }

    /// The sort key inside.
    pub fn key<K: DeserializeOwned>(&self) -> Result<K, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| CursorError)?;
        serde_json::from_slice(&bytes).map_err(|_| CursorError)
    }

    /// The text a client sees.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Which way a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Forwards,
    Backwards,
}

/// A page that cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error("give `first` (with `after`) or `last` (with `before`), not both")]
    BothWays,
    #[error("a page holds 0 to {MAX_PAGE} items")]
    Size,
}

/// How many items, from where, which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    pub limit: usize,
    pub from: Option<Cursor>,
    pub direction: Direction,
}

impl PageRequest {
    /// Reads Relay's four arguments; with none of them, the first 20.
    ///
    /// # Errors
    /// Both directions at once, or a size outside 0 to 100.
    pub fn relay(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self, PageError> {
        let size = |n: i32| usize::try_from(n).ok().filter(|n| *n <= MAX_PAGE).ok_or(PageError::Size);
        match (first, after, last, before) {
            (first, after, None, None) => Ok(Self {
                limit: first.map_or(Ok(DEFAULT_PAGE), size)?,
                from: after.map(Cursor),
                direction: Direction::Forwards,
            }),
            (None, None, Some(last), before) => {
                Ok(Self { limit: size(last)?, from: before.map(Cursor), direction: Direction::Backwards })
            }
            (None, None, None, before @ Some(_)) => {
                Ok(Self { limit: DEFAULT_PAGE, from: before.map(Cursor), direction: Direction::Backwards })
            }
            _ => Err(PageError::BothWays),
        }
    }

    /// Cuts a page out of a whole ordered list that is already in memory.
    ///
    /// `key` must grow strictly along `all`.
    ///
    /// # Errors
    /// The cursor is not one of this list.
    pub fn slice<T: Clone, K: Ord + DeserializeOwned>(
        &self,
        all: &[T],
        key: impl Fn(&T) -> K,
    ) -> Result<Slice<T>, CursorError> {
        let from: Option<K> = self.from.as_ref().map(Cursor::key).transpose()?;
        let (start, end) = match (self.direction, from) {
            (Direction::Forwards, None) => (0, all.len().min(self.limit)),
            (Direction::Forwards, Some(after)) => {
                let start = all.partition_point(|item| key(item) <= after);
                (start, all.len().min(start + self.limit))
            }
            (Direction::Backwards, None) => (all.len().saturating_sub(self.limit), all.len()),
            (Direction::Backwards, Some(before)) => {
                let end = all.partition_point(|item| key(item) < before);
                (end.saturating_sub(self.limit), end)
            }
        };
        Ok(Slice {
            items: all.get(start..end).unwrap_or_default().to_vec(),
            has_previous: start > 0,
            has_next: end < all.len(),
        })
    }
}

/// One page and whether there is more on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T> {
    pub items: Vec<T>,
    pub has_previous: bool,
    pub has_next: bool,
}

impl<T> Slice<T> {
    /// Makes a page of rows that were read with one row more than asked, in reading direction.
    ///
    /// `beyond` says whether anything lies before the page (seen in reading direction).
    #[must_use]
    pub fn of_read(mut rows: Vec<T>, request: &PageRequest, beyond: bool) -> Self {
        let more = rows.len() > request.limit;
        rows.truncate(request.limit);
        match request.direction {
            Direction::Forwards => Self { items: rows, has_previous: beyond, has_next: more },
            Direction::Backwards => {
                rows.reverse();
                Self { items: rows, has_previous: more, has_next: beyond }
            }
        }
    }

    /// The same page with other items.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            items: self.items.into_iter().map(f).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(first: Option<i32>, after: Option<i32>, last: Option<i32>, before: Option<i32>) -> PageRequest {
        let text = |n: Option<i32>| n.map(|n| Cursor::of(&n).as_str().to_owned());
        PageRequest::relay(first, text(after), last, text(before)).unwrap()
    }

    #[test]
    fn pages_both_ways() {
        let all = [1, 3, 5, 7, 9];
        let page = request(Some(2), Some(3), None, None).slice(&all, |n| *n).unwrap();
        assert_eq!((page.items, page.has_previous, page.has_next), (vec![5, 7], true, true));
        let page = request(None, None, Some(2), Some(9)).slice(&all, |n| *n).unwrap();
        assert_eq!((page.items, page.has_previous, page.has_next), (vec![5, 7], true, true));
        // A cursor whose item has gone still has its place.
        let page = request(Some(9), Some(4), None, None).slice(&all, |n| *n).unwrap();
        assert_eq!((page.items, page.has_previous, page.has_next), (vec![5, 7, 9], true, false));
    }

    #[test]
    fn refuses_what_it_cannot_give() {
        assert_eq!(PageRequest::relay(Some(101), None, None, None), Err(PageError::Size));
        assert_eq!(PageRequest::relay(Some(-1), None, None, None), Err(PageError::Size));
        assert_eq!(PageRequest::relay(Some(1), None, Some(1), None), Err(PageError::BothWays));
        let page = PageRequest::relay(Some(1), Some("x".into()), None, None).unwrap();
        assert_eq!(page.slice(&[1], |n| *n), Err(CursorError));
    }
}
