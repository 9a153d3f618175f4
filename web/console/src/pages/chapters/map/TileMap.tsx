import { numberText, shareText, useLanguage, useMessages } from '@shared/i18n'
import type { CSSProperties } from 'react'
import { Link } from 'react-router'
import { type Count, type Province, STEPS, stepOf } from './measure'
import { messages } from './messages'
import type { Tile } from './provinces'
import './TileMap.css'

/** Which colours the tiles have: those of a lack, or those of an achievement. */
export type Scale = 'vacancy' | 'acknowledgement'

/** The provinces as tiles: name and value in words, the colour says the value once more. */
export function TileMap({ provinces, scale }: { provinces: readonly Province[]; scale: Scale }) {
  const t = useMessages(messages)
  return (
    <figure className="tile-map" data-scale={scale}>
      <ul className="tile-map-tiles" aria-label={t.map}>
        {provinces.map(province => (
          <li key={province.tile.code} className="tile-map-place" style={placeOf(province.tile)}>
            <MapTile province={province} scale={scale} />
          </li>
        ))}
      </ul>
      <figcaption className="tile-map-caption">
        <Legend />
        <p>{t.mapHint}</p>
      </figcaption>
    </figure>
  )
}

/** Where a tile lies, as properties that TileMap.css uses where there is room for the whole grid. */
function placeOf({ column, row }: Tile): CSSProperties {
  return { '--tile-column': column, '--tile-row': row } as CSSProperties
}

function MapTile({ province: { tile, chapter, count }, scale }: { province: Province; scale: Scale }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const name = tile[language]
  if (!chapter) {
    return (
      <div className="tile-map-tile" data-step="none">
        <span className="tile-map-name">{name}</span>
        <span className="tile-map-value">{t.noChapter}</span>
      </div>
    )
  }
  const spoken = count ? describe(count) : t.nothing
  return (
    <Link
      className="tile-map-tile"
      to={`/chapters/${chapter.id}`}
      data-step={count ? stepOf(count) : 'none'}
      title={spoken}
    >
      <span className="tile-map-name">{name}</span>
      <span className="tile-map-value">{count ? shareText(count.value, count.of, language) : t.nothing}</span>
      {count ? (
        <span className="visually-hidden">
          {t.comma}
          {spoken}
        </span>
      ) : null}
    </Link>
  )

  function describe({ value, of }: Count) {
    const text = scale === 'vacancy' ? t.vacancyTile : t.acknowledgementTile
    return text(numberText(value, language), numberText(of, language))
  }
}

function Legend() {
  const t = useMessages(messages)
  return (
    <ul className="tile-map-legend" aria-label={t.legend}>
      <li>
        <span className="tile-map-swatch" data-step="none" />
        {t.noChapter}
      </li>
      <li>
        <span className="tile-map-swatch" data-step={0} />
        {t.none}
      </li>
      {Array.from({ length: STEPS }, (_, step) => {
        const [from, to] = [(step * 100) / STEPS, ((step + 1) * 100) / STEPS]
        return (
          <li key={to}>
            <span className="tile-map-swatch" data-step={step + 1} />
            {from}–{to}%
          </li>
        )
      })}
    </ul>
  )
}
