export type { Contact } from './contact'
export { createOffline } from './create'
export type { Draft, EntryState, Kind, Label, OutboxEntry, Problem, Reason } from './entry'
export {
  OfflineProvider,
  type OutboxActions,
  type PendingReceipts,
  useContact,
  useEnqueue,
  useOffline,
  useOutbox,
  usePendingFor,
  usePendingOverride,
} from './hooks'
export type { Offline, OfflineParts } from './offline'
export type { Outbox } from './outbox'
export { offlineQuery } from './persist'
export { type Advice, type Next, problemAdvice } from './problems'
export { OutboxClosed } from './queue'
export { type Execute, type Sender, senderFor } from './sender'
export { LIFE_MS, type Remembered } from './vault'
