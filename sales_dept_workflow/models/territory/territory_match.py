"""The one statement that finds the territory of addresses.

Specificity: postcode range or city 3, province 2, country 1; on a tie the deeper nested territory, then the postcodes
given with more digits, then the older territory.
Countries of a territory bound its other lines, and match by themselves only where it has no other lines.
"""

#: City names compare without case, blanks around them and the Chinese suffix for "city".
_CITY = "regexp_replace(lower(btrim(coalesce(%s, ''))), '市$', '')"
_ZIP = "upper(btrim(coalesce(%s, '')))"

_PLACELESS = """(%(p)s.country_id IS NULL AND %(p)s.state_id IS NULL
    AND coalesce(btrim(%(p)s.zip), '') = '' AND coalesce(btrim(%(p)s.city), '') = '')"""

#: Which of the territories lies around each row of ``place`` (id, country_id, state_id, zip, city).
_BEST = """
territory AS (
    SELECT t.id, length(t.parent_path) - length(replace(t.parent_path, '/', '')) AS depth,
           NOT EXISTS (SELECT 1 FROM res_country_sdw_territory_rel c WHERE c.sdw_territory_id = t.id) AS anywhere,
           EXISTS (SELECT 1 FROM res_country_state_sdw_territory_rel s WHERE s.sdw_territory_id = t.id)
               OR EXISTS (SELECT 1 FROM sdw_territory_area a WHERE a.territory_id = t.id) AS narrowed
      FROM sdw_territory t
     WHERE t.active
), candidate AS (
    SELECT place.id, place.country_id, a.territory_id, 3 AS rank, length(a.zip_low) AS digits
      FROM place
      JOIN sdw_territory_area a ON (
               a.zip_low <> '' AND place.zip <> ''
               AND left(place.zip, length(a.zip_low)) >= a.zip_low
               AND left(place.zip, length(a.zip_high)) <= a.zip_high
           ) OR (a.city_key <> '' AND place.city = a.city_key)
     UNION ALL
    SELECT place.id, place.country_id, s.sdw_territory_id, 2, 0
      FROM place JOIN res_country_state_sdw_territory_rel s ON s.res_country_state_id = place.state_id
     UNION ALL
    SELECT place.id, place.country_id, c.sdw_territory_id, 1, 0
      FROM place
      JOIN res_country_sdw_territory_rel c ON c.res_country_id = place.country_id
      JOIN territory ON territory.id = c.sdw_territory_id AND NOT territory.narrowed
), best AS (
    SELECT DISTINCT ON (candidate.id) candidate.id, candidate.territory_id
      FROM candidate
      JOIN territory ON territory.id = candidate.territory_id
     WHERE territory.anywhere OR EXISTS (
               SELECT 1 FROM res_country_sdw_territory_rel c
                WHERE c.sdw_territory_id = territory.id AND c.res_country_id = candidate.country_id)
     ORDER BY candidate.id, candidate.rank DESC, territory.depth DESC, candidate.digits DESC, territory.id
)
"""

#: Parameters: ``everyone`` (bool), ``ids`` (list of partner ids). Returns the ids of the partners that changed.
MATCH_PARTNERS = f"""
WITH place AS (
    SELECT p.id, coalesce(p.territory_forced_id, CASE WHEN p.type = 'contact' OR {_PLACELESS % {"p": "p"}}
                          THEN company.territory_forced_id END) AS forced_id,
           src.country_id, src.state_id, {_ZIP % "src.zip"} AS zip, {_CITY % "src.city"} AS city
      FROM res_partner p
      JOIN res_partner company ON company.id = coalesce(p.commercial_partner_id, p.id)
      JOIN res_partner src ON src.id = CASE WHEN {_PLACELESS % {"p": "p"}} THEN company.id ELSE p.id END
     WHERE %(everyone)s OR p.id = ANY(%(ids)s) OR p.commercial_partner_id = ANY(%(ids)s)
), {_BEST}
UPDATE res_partner p
   SET territory_id = coalesce(place.forced_id, best.territory_id)
  FROM place LEFT JOIN best ON best.id = place.id
 WHERE p.id = place.id AND p.territory_id IS DISTINCT FROM coalesce(place.forced_id, best.territory_id)
RETURNING p.id
"""

#: Parameter: ``places``, a Json list of {id, country_id, state_id, zip, city}. Returns (id, territory id) of matches.
MATCH_PLACES = f"""
WITH place AS (
    SELECT given.id, given.country_id, given.state_id, {_ZIP % "given.zip"} AS zip, {_CITY % "given.city"} AS city
      FROM json_to_recordset(%(places)s) AS given(id int, country_id int, state_id int, zip text, city text)
), {_BEST}
SELECT id, territory_id FROM best
"""

#: Parameters: ``everyone`` (bool: all open inquiries), ``ids`` (else those of these partners).
MATCH_LEADS = f"""
WITH place AS (
    SELECT l.id, p.territory_id AS followed_id,
           l.country_id, l.state_id, {_ZIP % "l.zip"} AS zip, {_CITY % "l.city"} AS city
      FROM crm_lead l
      LEFT JOIN res_partner p ON p.id = l.partner_id
     WHERE l.active AND (%(everyone)s OR l.partner_id = ANY(%(ids)s))
), {_BEST}
UPDATE crm_lead l
   SET territory_id = coalesce(best.territory_id, place.followed_id)
  FROM place LEFT JOIN best ON best.id = place.id
 WHERE l.id = place.id AND l.territory_id IS DISTINCT FROM coalesce(best.territory_id, place.followed_id)
"""
