export { Api, type Cost, newRequestKey, type TypedDocument } from './execute'
export { asFault, Fault, type FaultKind, faultOf } from './fault'
export {
  anonymously,
  connect,
  execute,
  SessionProvider,
  type SessionView,
  subscribe,
  useSession,
  type Viewer,
} from './provider'
export { newQueryClient } from './queryClient'
export { type App, Session, type SessionState, type Ways } from './session'
export { Live, type LiveState, type Subscriber } from './subscribe'
