//! The rules. One line here per rule; `<name>.rs` holds the rule, `<name>.md` its page, which is also its test.

use crate::rule::Rule;

/// Declares the modules, the list of rules, and the pages beside it.
macro_rules! rules {
    ($($(#[$when:meta])? $name:ident),* $(,)?) => {
        $($(#[$when])? #[allow(missing_docs, reason = "a rule's documentation is its page")] pub mod $name;)*

        /// Every rule, sorted by file name.
        pub static RULES: &[&Rule] = &[$($(#[$when])? &$name::RULE),*];

        /// The rules' pages (Markdown), in the order of [`RULES`].
        #[cfg(feature = "pages")]
        pub static PAGES: &[&str] = &[$($(#[$when])? include_str!(concat!(stringify!($name), ".md"))),*];
    };
}

rules! {
    add_for_archives,
    add_instead_of_copy,
    add_remote_url,
    allow_privilege_escalation,
    apk_no_cache,
    apt_lists_not_removed,
    apt_missing_yes,
    apt_no_install_recommends,
    apt_not_apt_get,
    args_ignored,
    args_without_entrypoint,
    bad_pragma,
    base_image_not_official,
    build_tools_in_final_stage,
    cap_add_dangerous,
    cap_drop_all,
    chpasswd,
    configmap_bool_key,
    consecutive_run,
    container_runtime_socket,
    copy_context_wholesale,
    copy_from_own_stage,
    copy_from_unknown_stage,
    copy_ignored_file,
    copy_multiple_needs_slash,
    copy_relative_no_workdir,
    copy_root_from_stage,
    curl_and_wget,
    dnf_missing_yes,
    duplicate_key,
    duplicate_stage_name,
    empty_continuation,
    env_self_reference,
    expose_invalid_port,
    expose_ssh,
    file_mode_decimal,
    from_as_casing,
    healthcheck_unused,
    heredoc_errexit,
    host_ipc,
    host_network,
    host_path_sensitive,
    host_path_volume,
    host_pid,
    host_port,
    image_against_policy,
    image_deprecated_repo,
    image_digest_invalid,
    image_digest_missing,
    image_eol_base,
    image_fat_base,
    image_invalid_reference,
    image_missing,
    image_pull_policy_invalid,
    image_pull_policy_never,
    image_pull_policy_not_always,
    image_registry_deprecated,
    image_registry_not_allowed,
    image_tag_latest,
    image_tag_missing,
    image_typosquat,
    input_limit,
    instruction_casing,
    invalid_default_arg_in_from,
    invalid_definition_description,
    invalid_type,
    #[cfg(feature = "label-schema")]
    label_empty,
    label_key_invalid,
    label_key_reserved,
    #[cfg(feature = "label-schema")]
    label_missing,
    #[cfg(feature = "label-schema")]
    label_not_date,
    #[cfg(feature = "label-schema")]
    label_not_email,
    #[cfg(feature = "label-schema")]
    label_not_git_hash,
    #[cfg(feature = "label-schema")]
    label_not_in_schema,
    #[cfg(feature = "label-schema")]
    label_not_license,
    #[cfg(feature = "label-schema")]
    label_not_semver,
    #[cfg(feature = "label-schema")]
    label_not_url,
    legacy_key_value,
    limits_cpu,
    limits_memory,
    login_in_run,
    maintainer_deprecated,
    memory_quantity_suspicious,
    missing_required,
    multiple_cmd,
    multiple_entrypoint,
    multiple_healthcheck,
    namespace_default,
    network_tool_left,
    no_dist_upgrade,
    no_from,
    no_healthcheck,
    no_sudo,
    not_utf8,
    package_manager_left,
    package_signature_disabled,
    pip_cache,
    pipe_to_shell,
    pipefail,
    platform_const,
    platform_redundant,
    port_not_exposed,
    privileged,
    probe_port_unknown,
    pss_baseline,
    pss_restricted,
    quantity_invalid,
    read_only_root_fs,
    readonly_root_write,
    requests_cpu,
    requests_memory,
    root_user,
    rpm_clean_missing,
    run_as_non_root,
    run_as_root_conflict,
    run_as_user_root,
    seccomp_unconfined,
    seccomp_unset,
    secret_in_env_literal,
    secret_in_env_or_arg,
    secret_in_env_ref,
    service_account_default,
    service_account_token_automount,
    setuid_left,
    shell_form_entrypoint,
    shell_missing,
    stage_name_casing,
    stage_name_reserved,
    syntax_directive_unpinned,
    syntax_error,
    sys_workdir,
    tls_verification_disabled,
    undefined_arg_in_from,
    undefined_var,
    unknown_field,
    unpinned_apk,
    unpinned_apt,
    unpinned_dnf,
    unpinned_gem,
    unpinned_go,
    unpinned_npm,
    unpinned_pip,
    unpinned_yum,
    unpinned_zypper,
    unused_arg,
    unused_stage,
    update_alone,
    use_shell_instruction,
    use_workdir_not_cd,
    useless_command,
    user_forced_root,
    user_name_nonroot,
    user_not_numeric,
    user_root_nonroot,
    useradd_high_uid,
    wget_progress,
    workdir_relative,
    yarn_cache,
    yum_missing_yes,
    zypper_missing_yes,
}

/// The rule of that id or alias.
#[must_use]
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == name).or_else(|| RULES.iter().find(|rule| rule.is_named(name))).copied()
}

/// A rule's page.
#[cfg(feature = "pages")]
#[must_use]
pub fn page(id: &str) -> Option<&'static str> {
    RULES.iter().zip(PAGES).find(|(rule, _)| rule.id == id).map(|(_, page)| *page)
}
