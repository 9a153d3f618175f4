export { registerWorker } from './register'
export { type UpdateState, Updates } from './updates'
export { useHoldReload, useUpdate } from './useUpdate'
