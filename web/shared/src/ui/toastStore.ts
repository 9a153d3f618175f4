import type { NoticeTone } from './Notice'

/** Something that happened, told in passing. */
export interface Toast {
  tone: NoticeTone
  text: string
  action?: { label: string; onAction: () => void }
}

/** A toast that is shown. */
export interface ShownToast extends Toast {
  id: number
}

/** How many are shown at once; older ones give way. */
const MOST = 4

let shown: readonly ShownToast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(to: readonly ShownToast[]) {
  shown = to
  for (const listener of listeners) listener()
}

/** The toasts of the window. They stand outside of React: a page may tell of something while it goes away. */
export const toastStore = {
  get: () => shown,
  listen(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  show(toast: Toast) {
    lastId += 1
    change([...shown, { ...toast, id: lastId }].slice(-MOST))
  },
  dismiss(id: number) {
    change(shown.filter(toast => toast.id !== id))
  },
}

/** Tells of something in passing. Whoever calls it needs `<Toasts>` somewhere in the app. */
export function useToast(): (toast: Toast) => void {
  return toastStore.show
}
