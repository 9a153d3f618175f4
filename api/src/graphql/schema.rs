//! The only registry: every query, mutation and subscription is named here.

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, Schema, SchemaBuilder};

use super::access::{AccessMutation, AccessQuery, SessionMutation};
use super::audit::AuditQuery;
use super::chapters::{ChaptersQuery, OfficeMutation, PreviewQuery, StructureMutation};
use super::growth::{GrowthMutation, GrowthQuery};
use super::integrations::{IntegrationsMutation, IntegrationsQuery};
use super::introspection::ClosedSchema;
use super::members::{
    CardMutation, CardQuery, MembersMutation, MembersQuery, MembershipMutation, MergeMutation, MergeQuery,
    PointsMutation, TierMutation, TierQuery,
};
use super::money::{
    MoneyQuery, OrderMutation, RefundMutation, SettlementMutation, SettlementQuery, SplitMutation, SplitQuery,
};
use super::node::NodeQuery;
use super::operations::{OperationsMutation, OperationsQuery};
use super::policies::{PoliciesMutation, PoliciesQuery, PoliciesSubscription, ReceiptMutation};

/// Everything that can be read. You see what your roles let you see: the rest is not there.
#[derive(MergedObject, Debug, Default)]
pub struct Query(
    ClosedSchema,
    OperationsQuery,
    PreviewQuery,
    AuditQuery,
    AccessQuery,
    TierQuery,
    CardQuery,
    MergeQuery,
    IntegrationsQuery,
    SettlementQuery,
    SplitQuery,
    GrowthQuery,
    MoneyQuery,
    MembersQuery,
    NodeQuery,
    PoliciesQuery,
    ChaptersQuery,
);

// A field is looked for in the last of them first: what is read most stands there.

/// Everything that can be done. Each mutation takes one input and answers with a result, which is null if a rule was
/// broken, and the broken rules in `userErrors`.
#[derive(MergedObject, Debug, Default)]
pub struct Mutation(
    OperationsMutation,
    SessionMutation,
    AccessMutation,
    StructureMutation,
    OfficeMutation,
    TierMutation,
    CardMutation,
    MembershipMutation,
    MergeMutation,
    PointsMutation,
    IntegrationsMutation,
    SettlementMutation,
    SplitMutation,
    GrowthMutation,
    RefundMutation,
    OrderMutation,
    MembersMutation,
    PoliciesMutation,
    ReceiptMutation,
);

/// What is told as it happens.
#[derive(MergedSubscription, Debug, Default)]
pub struct Subscription(PoliciesSubscription);

/// The schema, ready to execute.
pub type FlotillaSchema = Schema<Query, Mutation, Subscription>;

/// Selection sets inside each other that the executor follows; the door refuses earlier, by its own settings.
const RECURSION: usize = 32;

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .limit_recursive_depth(RECURSION)
        .disable_suggestions()
}

/// The schema. What a resolver needs comes with each request, from [`crate::service_gate::ServiceGate`].
#[must_use]
pub fn schema() -> FlotillaSchema {
    builder().finish()
}

/// The schema as text, as it is committed in `api/schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    schema().sdl_with_options(options)
}
