export { backoff } from './backoff'
export type { Contact } from './contact'
export { createOffline } from './create'
export {
  type Draft,
  type EntryState,
  isOnItsWay,
  type Kind,
  type Label,
  type OutboxEntry,
  type Problem,
  type Reason,
} from './entry'
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
export { currentQuery, offlineQuery } from './persist'
export { type Advice, type Next, problemAdvice } from './problems'
export { OutboxClosed } from './queue'
export { type Execute, type Sender, senderFor } from './sender'
export { LIFE_MS, type Remembered } from './vault'
