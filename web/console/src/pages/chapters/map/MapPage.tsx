import { execute } from '@shared/api'
import { useMessages } from '@shared/i18n'
import { titleInYuan } from '@shared/policies'
import { Empty, Page, QueryView, RadioGroup, Section, Select, Time } from '@shared/ui'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { MapRolloutDocument, type MapRolloutQuery, MapVersionsDocument } from '../../../gql/graphql'
import { ChaptersNav } from '../ChaptersNav'
import { chapterAt, type TreeIndex } from '../tree/tree'
import { useTree } from '../tree/useTree'
import { useAddressParam } from '../useAddressParam'
import { acknowledgement, type Count, provinces, vacancy } from './measure'
import { messages } from './messages'
import { ProvinceTable } from './ProvinceTable'
import { type Scale, TileMap } from './TileMap'
import './MapPage.css'

/** The provinces coloured by a measure: how many chapters are vacant, or how far a policy has been acknowledged. */
export default function MapPage() {
  const t = useMessages(messages)
  const tree = useTree()
  const [version, setVersion] = useAddressParam('version')
  const scale: Scale = version === null ? 'vacancy' : 'acknowledgement'
  return (
    <Page title={t.title}>
      <ChaptersNav />
      <div className="map-page-tools">
        <RadioGroup
          legend={t.measure}
          value={scale}
          onChange={value => setVersion(value === 'vacancy' ? null : '')}
          options={[
            { value: 'vacancy', label: t.vacancy },
            { value: 'acknowledgement', label: t.acknowledgement },
          ]}
        />
      </div>
      <QueryView query={tree} rows={8}>
        {index =>
          scale === 'vacancy' ? (
            <Measured index={index} scale={scale} measure={row => vacancy(index, row)} />
          ) : (
            <Acknowledgement index={index} version={version} onVersion={setVersion} />
          )
        }
      </QueryView>
    </Page>
  )
}

/** The provinces by what is measured, as a map and as a table. */
function Measured(props: {
  index: TreeIndex
  scale: Scale
  measure: (row: number, id: string) => Count | null
}) {
  const t = useMessages(messages)
  const all = provinces(props.index, props.measure)
  return (
    <>
      <TileMap provinces={all} scale={props.scale} />
      <Section title={t.table}>
        <ProvinceTable provinces={all} scale={props.scale} />
      </Section>
    </>
  )
}

interface AcknowledgementProps {
  index: TreeIndex
  /** The version that is chosen; empty for the newest. */
  version: string | null
  onVersion: (version: string) => void
}

/** Only what headquarters issued is measured: it alone reaches all provinces. */
function Acknowledgement({ index, version, onVersion }: AcknowledgementProps) {
  const t = useMessages(messages)
  const issuer = chapterAt(index, 0).id
  const versions = useQuery({
    queryKey: ['map-versions', issuer],
    queryFn: async ({ signal }) =>
      (await execute(MapVersionsDocument, { issuer }, { signal })).policyVersions.nodes,
  })
  const chosen = version || versions.data?.[0]?.id
  const rollout = useQuery({
    queryKey: ['map-rollout', chosen],
    queryFn: async ({ signal }) =>
      (await execute(MapRolloutDocument, { version: chosen ?? '' }, { signal })).policyVersion,
    enabled: chosen !== undefined,
  })
  return (
    <QueryView
      query={versions}
      rows={8}
      empty={all => all.length === 0}
      whenEmpty={<Empty title={t.noVersions}>{t.noVersionsText}</Empty>}
    >
      {all => (
        <>
          <div className="map-page-version">
            <Select
              label={t.version}
              placeholder={t.choose}
              value={chosen ?? null}
              onChange={onVersion}
              options={all.map(each => ({
                value: each.id,
                label: t.versionText(titleInYuan(each.policy.title), each.number),
              }))}
            />
          </div>
          <Rollout index={index} query={rollout} />
        </>
      )}
    </QueryView>
  )
}

function Rollout({
  index,
  query,
}: {
  index: TreeIndex
  query: UseQueryResult<MapRolloutQuery['policyVersion']>
}) {
  const t = useMessages(messages)
  return (
    <QueryView query={query} rows={8} empty={version => version === null}>
      {version => {
        const branches = new Map(
          (version?.rollout.branches ?? []).map(branch => [branch.chapter?.id ?? '', branch.byState]),
        )
        return (
          <>
            <p>
              {t.asOf} <Time at={version?.rollout.asOf} />
            </p>
            <Measured
              index={index}
              scale="acknowledgement"
              measure={(_, id) => acknowledgement(branches.get(id) ?? [])}
            />
          </>
        )
      }}
    </QueryView>
  )
}
