SELECT
    shop,
    AVG(sold) OVER (
        PARTITION BY shop ORDER BY day ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING
    ) AS weekly_mean,
    LEAD(sold) OVER (PARTITION BY shop ORDER BY day) AS sold_tomorrow
FROM sales
