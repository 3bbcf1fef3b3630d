SELECT
    shop,
    AVG(sold) OVER (
        PARTITION BY shop ORDER BY day ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING
    ) AS weekly_mean
FROM sales
