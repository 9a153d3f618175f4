//! Lists of objects and enums.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use futures_util::future::{BoxFuture, try_join_all};

/// A list of objects or enums, which are resolved together.
///
/// The library's own lists hold the machinery that waits for several things at once anew for each type of item. Here it is
/// there once, for the price of a box per item: see ADR 0019. An extension of the library would not be told of single items.
#[derive(Debug, Clone)]
pub(crate) struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: OutputType> OutputType for List<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry);
        Self::qualified_type_name()
    }

    async fn resolve(&self, context: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let items = self.0.iter().enumerate().map(|(index, item)| -> BoxFuture<'_, ServerResult<Value>> {
            let context = context.with_index(index);
            Box::pin(async move { item.resolve(&context, field).await.map_err(|error| context.set_error_path(error)) })
        });
        together(items.collect()).await
    }
}

/// The values of all items, or the first error.
async fn together(items: Vec<BoxFuture<'_, ServerResult<Value>>>) -> ServerResult<Value> {
    try_join_all(items).await.map(Value::List)
}
