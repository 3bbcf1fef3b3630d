from collections import defaultdict

import numpy as np


class Router:
    def choose(self, servers, region):
        near = defaultdict(list)
        if region == "unknown":
            chosen = []
        elif region in near:
            chosen = near[region]
        else:
            chosen = servers
        return self.draw(chosen)

    def draw(self, servers):
        weights = []
        for server in servers:
            weight = max(0.1, 1.0 - server.load)
            weights.append(weight)
        drawn_val = np.random.uniform(0, sum(weights))
        return drawn_val
