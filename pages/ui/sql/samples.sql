-- The offers the reader's partners hold whose values are samples: the programme publishes none for them.
SELECT DISTINCT offer AS offer, offer.name AS offer_name
FROM visible_offer_held
JOIN offer USING (offer)
WHERE offer.sample
ORDER BY offer_name, offer
