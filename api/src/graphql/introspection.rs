//! Who may not read the schema is told so, rather than given nothing in its place.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{
    CacheControl, Context, ContextSelectionSet, Error, ErrorExtensions as _, OutputType, Positioned, ServerResult,
    Value,
};

use crate::http::code;

/// A part of the query type without fields. The executor asks it for what no other part has: for `__schema` and `__type`
/// only when introspection is off for the request.
#[derive(Debug, Default)]
pub(crate) struct ClosedSchema;

impl ContainerType for ClosedSchema {
    async fn resolve_field(&self, context: &Context<'_>) -> ServerResult<Option<Value>> {
        if !context.item.node.name.node.starts_with("__") {
            return Ok(None);
        }
        let refusal = Error::new("introspection is for staff; the schema is also in the documentation")
            .extend_with(|_, extensions| extensions.set("code", code::FORBIDDEN));
        Err(context.set_error_path(refusal.into_server_error(context.item.pos)))
    }
}

impl OutputType for ClosedSchema {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("ClosedSchema")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |_| MetaType::Object {
            name: Self::type_name().into_owned(),
            description: None,
            fields: async_graphql::indexmap::IndexMap::new(),
            cache_control: CacheControl::default(),
            extends: false,
            shareable: false,
            resolvable: true,
            keys: None,
            visible: None,
            inaccessible: false,
            interface_object: false,
            tags: Vec::new(),
            is_subscription: false,
            rust_typename: Some(std::any::type_name::<Self>()),
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        })
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        // Never selected by itself.
        Ok(Value::Null)
    }
}
