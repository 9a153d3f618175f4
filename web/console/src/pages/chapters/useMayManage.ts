import { useSession } from '@shared/api'

/** Whether whoever is signed in may change the tree somewhere; where exactly, `viewerCan` tells of each chapter. */
export function useMayManage(): boolean {
  const { account } = useSession()
  return account?.grants.some(grant => grant.active && grant.role === 'HQ_ADMIN') ?? false
}
