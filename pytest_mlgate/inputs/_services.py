"""Where CI services keep what they run."""

from __future__ import annotations

OTHER_CI = (
    *(".gitlab-ci.yml", ".gitlab-ci.yaml", ".circleci/config.yml", ".circleci/config.yaml"),
    *("Jenkinsfile", "**/Jenkinsfile", ".travis.yml", "appveyor.yml", ".appveyor.yml"),
    *("**/azure-pipelines*.yml", "**/azure-pipelines*.yaml", ".azure-pipelines/**"),
    *(".azuredevops/**", ".pipelines/**", "bitbucket-pipelines.yml", "cloudbuild.yaml"),
    *(".drone.yml", ".woodpecker.yml", ".cirrus.yml", ".buildkite/**", "buildspec.yml"),
)
"""Files of CI systems other than GitHub Actions."""
