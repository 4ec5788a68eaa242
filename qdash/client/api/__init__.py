"""The operations of the QDash API: one module an area, endpoint declarations and nothing else.

`AREAS` is the index of them, so that a program imports the areas that it uses. stubs/generate.py writes it.
"""

from __future__ import annotations

# By module and class: the operations and iterators. Each has an async variant whose name ends in ``_async``.
AREAS: dict[str, str] = {
    "admin.AdminAPI": """
        reload_config_caches list_all_users get_user_details update_user_settings delete_user bulk_import_users
        create_project_for_user list_all_projects admin_delete_project list_project_members_admin
        add_project_member_admin remove_project_member_admin iter_all_users iter_all_projects
        """,
    "agents.AgentSessionsAPI": """
        create_agent_session get_agent_session evaluate_agent_candidate_gate submit_agent_action list_agent_actions
        get_agent_action execute_agent_action list_agent_action_candidates commit_agent_action_candidate
        commit_agent_campaign_candidates get_agent_campaign_commit get_agent_candidate_commit
        apply_agent_candidate_commit
        """,
    "auth.AuthAPI": """
        login register_user get_current_user update_current_user_profile logout change_password reset_password
        """,
    "calibrations.CalibrationsAPI": """
        get_calibration_note import_seed_parameters get_available_seed_parameters compare_seed_values
        update_calibration_parameters get_manual_edits
        """,
    "chips.ChipsAPI": """
        list_chips create_chip get_chip update_chip delete_chip get_chip_deletion_impact get_chip_dates list_chip_muxes
        get_chip_mux get_chip_note upsert_chip_note delete_chip_note list_chip_qubits get_chip_qubit
        reanalyze_resonator_spectroscopy reanalyze_qubit_spectroscopy list_chip_couplings get_chip_coupling
        get_chip_metrics_summary get_chip_metric_heatmap iter_chip_qubits iter_chip_couplings
        """,
    "cooldowns.CooldownsAPI": """
        list_cryostats create_cryostat get_cryostat update_cryostat delete_cryostat list_cooldowns create_cooldown
        get_cooldown update_cooldown delete_cooldown assign_chip_to_cooldown unassign_chip_from_cooldown
        create_cooldown_wiring_checkpoint list_cooldown_wiring_events iter_cooldown_wiring_events
        """,
    "copilot.CopilotAPI": """
        get_copilot_config analyze_copilot stream_copilot_analyze stream_copilot_chat get_copilot_expected_image
        list_copilot_chat_sessions create_copilot_chat_session get_copilot_chat_session update_copilot_chat_session
        delete_copilot_chat_session
        """,
    "devices.DevicesAPI": """
        get_device_topology get_device_topology_plot list_topologies get_topology_by_id list_backends list_tags
        """,
    "executions.ExecutionsAPI": """
        list_executions get_execution_lock_status get_figure_by_path get_execution cancel_execution
        re_execute_from_snapshot iter_executions
        """,
    "files.FilesAPI": """
        download_file download_zip_file get_files_tree get_file_content save_file_content validate_file_content
        get_git_status git_pull_config git_push_config
        """,
    "flows.FlowsAPI": """
        list_flows save_flow get_flow delete_flow execute_flow schedule_flow list_flow_schedules list_all_flow_schedules
        update_flow_schedule delete_flow_schedule list_flow_templates get_flow_template list_flow_helper_files
        get_flow_helper_file run_codex_flow_agent stream_codex_flow_agent iter_flow_schedules iter_all_flow_schedules
        """,
    "forum.ForumAPI": """
        list_forum_categories create_forum_category update_forum_category delete_forum_category list_forum_posts
        iter_all_forum_posts create_forum_post get_forum_post update_forum_post delete_forum_post get_forum_post_replies
        close_forum_post reopen_forum_post stream_forum_ai_reply upload_forum_image get_forum_image iter_forum_posts
        iter_forum_post_replies
        """,
    "issues.IssuesAPI": """
        list_issues iter_all_issues get_issue update_issue delete_issue get_issue_replies close_issue reopen_issue
        list_task_result_issues create_task_result_issue stream_issue_ai_reply upload_issue_image get_issue_image
        extract_issue_knowledge list_issue_knowledge get_issue_knowledge update_issue_knowledge delete_issue_knowledge
        approve_issue_knowledge reject_issue_knowledge iter_issues iter_issue_knowledge
        """,
    "metrics.MetricsAPI": """
        get_metrics_config get_chip_metrics get_qubit_metric_history get_coupling_metric_history download_metrics_pdf
        get_dashboard_ai_insights
        """,
    "notes.NotesAPI": """
        upsert_qubit_note delete_qubit_note create_qubit_note_comment update_qubit_note_comment
        delete_qubit_note_comment upsert_qubit_metric_note delete_qubit_metric_note upsert_coupling_note
        delete_coupling_note create_coupling_note_comment update_coupling_note_comment delete_coupling_note_comment
        upsert_coupling_metric_note delete_coupling_metric_note get_task_note upsert_task_note delete_task_note
        get_chip_notes_summary list_chip_note_events list_target_note_events search_note_events iter_chip_note_events
        iter_target_note_events iter_search_note_events
        """,
    "notifications.NotificationsAPI": """
        list_notifications get_unread_notification_count mark_notification_read mark_all_notifications_read
        iter_notifications
        """,
    "projects.ProjectsAPI": """
        list_projects create_project get_project update_project delete_project list_project_members
        invite_project_member update_project_member remove_project_member transfer_project_ownership
        """,
    "provenance.ProvenanceAPI": """
        get_provenance_entity get_provenance_lineage get_provenance_impact compare_executions get_provenance_history
        get_provenance_stats get_recent_executions get_provenance_changes get_degradation_trends
        get_recalibration_recommendations
        """,
    "settings.SettingsAPI": """
        get_settings get_config_all
        """,
    "task_results.TaskResultsAPI": """
        list_task_results get_qubit_latest_task_results get_historical_qubit_task_results get_qubit_task_history
        get_coupling_latest_task_results get_historical_coupling_task_results get_coupling_task_history
        get_task_results_timeseries list_task_result_ai_review_runs get_task_result_ai_review_run
        list_task_result_ai_reviews request_bulk_ai_review re_execute_task_result set_task_result_excluded
        download_figures_as_zip iter_task_results iter_task_result_ai_review_runs iter_task_result_ai_reviews
        """,
    "tasks.TasksAPI": """
        list_tasks get_task_result list_task_knowledge get_task_knowledge get_task_knowledge_markdown
        get_task_file_settings list_task_file_backends get_task_file_tree get_task_file_content save_task_file_content
        get_backend_config list_task_info
        """,
}
