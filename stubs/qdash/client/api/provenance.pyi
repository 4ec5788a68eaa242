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
    def get_provenance_entity(self, entity_id: str) -> ParameterVersionResponse: ...
    async def get_provenance_entity_async(self, entity_id: str) -> ParameterVersionResponse:
        """Async variant of `get_provenance_entity`."""

    def get_provenance_lineage(self, entity_id: str, *, max_depth: int = 5) -> LineageResponse: ...
    async def get_provenance_lineage_async(self, entity_id: str, *, max_depth: int = 5) -> LineageResponse:
        """Async variant of `get_provenance_lineage`."""

    def get_provenance_impact(self, entity_id: str, *, max_depth: int = 5) -> ImpactResponse: ...
    async def get_provenance_impact_async(self, entity_id: str, *, max_depth: int = 5) -> ImpactResponse:
        """Async variant of `get_provenance_impact`."""

    def compare_executions(
        self, *, execution_id_before: str, execution_id_after: str
    ) -> ExecutionComparisonResponse: ...
    async def compare_executions_async(
        self, *, execution_id_before: str, execution_id_after: str
    ) -> ExecutionComparisonResponse:
        """Async variant of `compare_executions`."""

    def get_provenance_history(self, *, parameter_name: str, qid: str, limit: int = 50) -> ParameterHistoryResponse: ...
    async def get_provenance_history_async(
        self, *, parameter_name: str, qid: str, limit: int = 50
    ) -> ParameterHistoryResponse:
        """Async variant of `get_provenance_history`."""

    def get_provenance_stats(self) -> ProvenanceStatsResponse: ...
    async def get_provenance_stats_async(self) -> ProvenanceStatsResponse:
        """Async variant of `get_provenance_stats`."""

    def get_recent_executions(self, *, limit: int = 20) -> RecentExecutionsResponse: ...
    async def get_recent_executions_async(self, *, limit: int = 20) -> RecentExecutionsResponse:
        """Async variant of `get_recent_executions`."""

    def get_provenance_changes(
        self, *, parameter_names: list[str] | None = None, within_hours: int = 24, limit: int = 20
    ) -> RecentChangesResponse: ...
    async def get_provenance_changes_async(
        self, *, parameter_names: list[str] | None = None, within_hours: int = 24, limit: int = 20
    ) -> RecentChangesResponse:
        """Async variant of `get_provenance_changes`."""

    def get_degradation_trends(
        self, *, min_streak: int = 3, limit: int = 50, parameter_names: list[str] | None = None
    ) -> DegradationTrendsResponse: ...
    async def get_degradation_trends_async(
        self, *, min_streak: int = 3, limit: int = 50, parameter_names: list[str] | None = None
    ) -> DegradationTrendsResponse:
        """Async variant of `get_degradation_trends`."""

    def get_recalibration_recommendations(
        self, entity_id: str, *, max_depth: int = 10
    ) -> RecalibrationRecommendationResponse: ...
    async def get_recalibration_recommendations_async(
        self, entity_id: str, *, max_depth: int = 10
    ) -> RecalibrationRecommendationResponse:
        """Async variant of `get_recalibration_recommendations`."""
