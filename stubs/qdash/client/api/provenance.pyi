"""Provenance: the versions of parameters, what they were made from, and what was made from them."""

from ..call.declare import Area
from ..models.provenance import (
    DegradationTrendsResponse,
    ExecutionComparisonResponse,
    ImpactResponse,
    LineageResponse,
    ParameterHistoryResponse,
    ParameterVersionResponse,
    ProvenanceStatsResponse,
    RecalibrationRecommendationResponse,
    RecentChangesResponse,
    RecentExecutionsResponse,
)

class ProvenanceAPI(Area):
    """Provenance: the versions of parameters, what they were made from, and what was made from them.

    A version of a parameter is an entity. Its id is ``parameter_name:qid:execution_id:task_id``.
    """

    def get_provenance_entity(self, entity_id: str) -> ParameterVersionResponse:
        """Read one version of a parameter.

        Raises:
            QDashNotFoundError: there is no such version.

        QDash operation: getProvenanceEntity.
        """

    async def get_provenance_entity_async(self, entity_id: str) -> ParameterVersionResponse:
        """Async variant of `get_provenance_entity`."""

    def get_provenance_lineage(self, entity_id: str, *, max_depth: int = 5) -> LineageResponse:
        """Follow a version of a parameter back to what it was made from.

        An unknown version gives a graph of one node, whose ``entity`` is None, and no error.

        Args:
            entity_id: the version.
            max_depth: how many steps to go, from 1 to 20.

        QDash operation: getProvenanceLineage.
        """

    async def get_provenance_lineage_async(self, entity_id: str, *, max_depth: int = 5) -> LineageResponse:
        """Async variant of `get_provenance_lineage`."""

    def get_provenance_impact(self, entity_id: str, *, max_depth: int = 5) -> ImpactResponse:
        """Follow a version of a parameter forward to what was made from it.

        An unknown version gives a graph of one node, whose ``entity`` is None, and no error.

        Args:
            entity_id: the version.
            max_depth: how many steps to go, from 1 to 20.

        QDash operation: getProvenanceImpact.
        """

    async def get_provenance_impact_async(self, entity_id: str, *, max_depth: int = 5) -> ImpactResponse:
        """Async variant of `get_provenance_impact`."""

    def compare_executions(self, *, execution_id_before: str, execution_id_after: str) -> ExecutionComparisonResponse:
        """Compare the parameters of two executions, whose ids are such as ``"20260701-001"``.

        QDash operation: compareExecutions.
        """

    async def compare_executions_async(
        self, *, execution_id_before: str, execution_id_after: str
    ) -> ExecutionComparisonResponse:
        """Async variant of `compare_executions`."""

    def get_provenance_history(self, *, parameter_name: str, qid: str, limit: int = 50) -> ParameterHistoryResponse:
        """Read the versions of one parameter, newest first.

        Args:
            parameter_name: the parameter, such as ``"t1"``.
            qid: the qubit or coupling, such as ``"3"`` or ``"0-1"``.
            limit: how many versions to return, from 1 to 100.

        QDash operation: getParameterHistory.
        """

    async def get_provenance_history_async(
        self, *, parameter_name: str, qid: str, limit: int = 50
    ) -> ParameterHistoryResponse:
        """Async variant of `get_provenance_history`."""

    def get_provenance_stats(self) -> ProvenanceStatsResponse:
        """Count what is recorded in the project, and read the newest versions.

        QDash operation: getProvenanceStats.
        """

    async def get_provenance_stats_async(self) -> ProvenanceStatsResponse:
        """Async variant of `get_provenance_stats`."""

    def get_recent_executions(self, *, limit: int = 20) -> RecentExecutionsResponse:
        """List the executions that set parameters, newest first.

        Args:
            limit: how many to return, from 1 to 50.

        QDash operation: getRecentExecutions.
        """

    async def get_recent_executions_async(self, *, limit: int = 20) -> RecentExecutionsResponse:
        """Async variant of `get_recent_executions`."""

    def get_provenance_changes(
        self, *, parameter_names: list[str] | None = None, within_hours: int = 24, limit: int = 20
    ) -> RecentChangesResponse:
        """List the parameters that got a new version lately, with the one before it. A first version is no change.

        Args:
            parameter_names: only these parameters, such as ``["t1", "t2_echo"]``.
            within_hours: how many hours to look back, from 1 to 168.
            limit: how many changes to return, from 1 to 50.

        QDash operation: getRecentChanges.
        """

    async def get_provenance_changes_async(
        self, *, parameter_names: list[str] | None = None, within_hours: int = 24, limit: int = 20
    ) -> RecentChangesResponse:
        """Async variant of `get_provenance_changes`."""

    def get_degradation_trends(
        self, *, min_streak: int = 3, limit: int = 50, parameter_names: list[str] | None = None
    ) -> DegradationTrendsResponse:
        """List the parameters that got worse several times in a row, the worst first.

        Args:
            min_streak: how many times in a row at least, from 3 to 20.
            limit: how many parameters to return, from 1 to 100.
            parameter_names: only these parameters, such as ``["t1", "t2_echo"]``.

        QDash operation: getDegradationTrends.
        """

    async def get_degradation_trends_async(
        self, *, min_streak: int = 3, limit: int = 50, parameter_names: list[str] | None = None
    ) -> DegradationTrendsResponse:
        """Async variant of `get_degradation_trends`."""

    def get_recalibration_recommendations(
        self, entity_id: str, *, max_depth: int = 10
    ) -> RecalibrationRecommendationResponse:
        """Read which tasks to run again after a parameter has changed, the closest to it first.

        Args:
            entity_id: the version of the parameter that changed.
            max_depth: how many steps to follow its impact, from 1 to 20.

        QDash operation: getRecalibrationRecommendations.
        """

    async def get_recalibration_recommendations_async(
        self, entity_id: str, *, max_depth: int = 10
    ) -> RecalibrationRecommendationResponse:
        """Async variant of `get_recalibration_recommendations`."""
