import { execute, type LiveState, subscribe } from '@shared/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import {
  type RolloutCountsFragment,
  RolloutLiveDocument,
  RolloutNowDocument,
  RolloutPushesDocument,
} from '../../../gql/graphql'
import { useThrottled } from './useThrottled'
import { isSettled, waveOf } from './wave'

/** How often the counts are asked for while nothing is told live, in milliseconds. */
const POLL = 3_000
/** How often the lists below the counts follow them, in milliseconds. */
const FOLLOW = 1_500

/** How a version lands, told live; where that fails it is asked for again and again. */
export function useRollout(id: string, within: string | null) {
  const [state, setState] = useState<LiveState>('connecting')
  const [refused, setRefused] = useState(false)
  const [told, setTold] = useState<{ of: string; rollout: RolloutCountsFragment } | null>(null)
  const of = `${id} ${within}`
  const live: LiveState = refused ? 'broken' : state

  useEffect(() => {
    setRefused(false)
    return subscribe(
      RolloutLiveDocument,
      { id, within },
      {
        onNext: ({ policyRollout }) => setTold({ of: `${id} ${within}`, rollout: policyRollout }),
        onError: () => setRefused(true),
        onState: setState,
      },
    )
  }, [id, within])

  const query = useQuery({
    queryKey: ['policies', 'rollout', id, within],
    queryFn: ({ signal }) => execute(RolloutNowDocument, { id, within }, { signal }),
    refetchInterval: live === 'live' ? false : POLL,
  })
  const asked = query.data?.policyVersion?.rollout
  const heard = told?.of === of ? told.rollout : undefined
  // An answer may be overtaken by what is told live: the later count holds.
  const rollout = heard && (!asked || heard.asOf > asked.asOf) ? heard : asked
  const wave = useMemo(() => (rollout ? waveOf(rollout.counts) : null), [rollout])
  return { query, live, rollout: rollout ?? null, wave, settled: wave !== null && isSettled(wave) }
}

/** Has the lists of a rollout follow its counts, at a pace that the server can bear. */
export function useFollowers(id: string, counts: RolloutCountsFragment['counts'] | undefined) {
  const queries = useQueryClient()
  const told = useThrottled(
    useMemo(() => JSON.stringify(counts ?? null), [counts]),
    FOLLOW,
  )
  // The counts are the reason to read the lists again.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['policies', 'rollout-list', id] })
  }, [queries, id, told])
}

/** The pushes of a version; read again with its lists. */
export function usePushes(id: string) {
  return useQuery({
    queryKey: ['policies', 'rollout-list', id, 'pushes'],
    queryFn: ({ signal }) => execute(RolloutPushesDocument, { id }, { signal }),
    // Whether a push is stuck is told by the clock, not by a change.
    refetchInterval: ({ state: { data } }) =>
      data?.policyVersion?.pushes.some(({ state }) => state === 'RUNNING') ? 10_000 : false,
  })
}
