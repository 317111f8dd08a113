//! The rules. One line here per rule; `<name>.rs` holds the rule, `<name>.md` its page, which is also its test.

use crate::model::Marks;
use crate::rule::{Check, Rule};

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
    ac_api_version,
    ac_plugin_duplicate,
    ac_plugin_name,
    ac_plugins_missing,
    ac_podsecurity_api_version,
    ac_podsecurity_exemptions,
    ac_podsecurity_level,
    ac_podsecurity_version,
    ac_webhook_config,
    add_for_archives,
    add_instead_of_copy,
    add_remote_url,
    allow_privilege_escalation,
    anti_affinity_missing,
    apiserver_acc_not_mounted,
    apiserver_admission_control,
    apiserver_always_admit,
    apiserver_always_pull_images,
    apiserver_anonymous_auth,
    apiserver_audit_log_maxage,
    apiserver_audit_log_maxbackup,
    apiserver_audit_log_maxsize,
    apiserver_audit_log_path,
    apiserver_authorization_always_allow,
    apiserver_authorization_no_node,
    apiserver_authorization_no_rbac,
    apiserver_basic_auth_file,
    apiserver_client_ca,
    apiserver_encryption_provider_config,
    apiserver_etcd_ca,
    apiserver_etcd_certs,
    apiserver_event_rate_limit,
    apiserver_flag_spelling,
    apiserver_flags_mixed,
    apiserver_insecure_bind_address,
    apiserver_insecure_port,
    apiserver_ipw_ephemeral,
    apiserver_ipw_not_enabled,
    apiserver_kubelet_ca,
    apiserver_kubelet_client_cert,
    apiserver_kubelet_https,
    apiserver_mount_dangling,
    apiserver_mount_writable,
    apiserver_no_acc_file,
    apiserver_no_namespace_lifecycle,
    apiserver_no_node_restriction,
    apiserver_no_service_account,
    apiserver_plugin_overlap,
    apiserver_plugin_unknown,
    apiserver_profiling,
    apiserver_request_timeout,
    apiserver_secure_port,
    apiserver_service_account_key,
    apiserver_service_account_lookup,
    apiserver_tls_cert,
    apiserver_tls_ciphers,
    apiserver_token_auth_file,
    apk_no_cache,
    apparmor_invalid,
    apparmor_legacy_annotation,
    apparmor_unconfined,
    apt_lists_not_removed,
    apt_missing_yes,
    apt_no_install_recommends,
    apt_not_apt_get,
    args_ignored,
    args_without_entrypoint,
    bad_pragma,
    base_image_not_official,
    bashism,
    build_tools_in_final_stage,
    cap_add_dangerous,
    cap_add_non_default,
    cap_drop_all,
    cap_drop_net_raw,
    cap_name_case,
    cd_unchecked,
    chpasswd,
    configmap_bool_key,
    consecutive_run,
    container_runtime_socket,
    container_tty,
    containers_policy_open,
    copy_context_wholesale,
    copy_from_own_stage,
    copy_from_unknown_stage,
    copy_ignored_file,
    copy_multiple_needs_slash,
    copy_relative_no_workdir,
    copy_root_from_stage,
    cronjob_deadline_missing,
    curl_and_wget,
    dangling_hpa,
    dangling_ingress,
    dangling_netpol,
    dangling_service,
    dangling_service_account,
    dashboard_image,
    default_deny_missing,
    deprecated_api,
    deprecated_service_account_field,
    dnf_missing_yes,
    dns_ndots,
    duplicate_container_name,
    duplicate_env,
    duplicate_key,
    duplicate_port_name,
    duplicate_stage_name,
    email_annotation_missing,
    empty_continuation,
    env_self_reference,
    expose_invalid_port,
    expose_ssh,
    file_mode_decimal,
    from_as_casing,
    gatekeeper_deny_list_misses,
    gatekeeper_repos_open_ended,
    gatekeeper_template_containers_only,
    gatekeeper_template_open_ended,
    healthcheck_unused,
    heredoc_errexit,
    host_aliases,
    host_ipc,
    host_network,
    host_path_sensitive,
    host_path_volume,
    host_path_writable,
    host_pid,
    host_port,
    hpa_min_replicas,
    hpa_static_replicas,
    image_against_policy,
    image_deprecated_repo,
    image_digest_invalid,
    image_digest_missing,
    image_eol_base,
    image_fat_base,
    image_invalid_reference,
    image_list_duplicates,
    image_missing,
    image_pull_policy_invalid,
    image_pull_policy_never,
    image_pull_policy_not_always,
    image_pull_secret_plaintext,
    image_pull_secret_unresolved,
    image_pull_secrets_missing,
    image_registry_deprecated,
    image_registry_implicit,
    image_registry_insecure,
    image_registry_not_allowed,
    image_registry_public,
    image_tag_latest,
    image_tag_missing,
    image_tag_mutable,
    image_typosquat,
    ingress_nginx_snippet,
    ingress_no_tls,
    input_limit,
    instance_label_mismatch,
    instruction_casing,
    invalid_default_arg_in_from,
    invalid_definition_description,
    invalid_target_port,
    invalid_type,
    ipw_break_glass,
    ipw_config_and_path,
    ipw_config_nesting,
    ipw_default_allow_true,
    ipw_key_twice,
    ipw_kubeconfig_missing,
    ipw_kubeconfig_relative,
    ipw_no_config,
    ipw_ttl_range,
    ipw_unknown_key,
    job_ttl_missing,
    kyverno_images_containers_only,
    kyverno_images_not_enforced,
    kyverno_images_open_ended,
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
    label_value_invalid,
    legacy_key_value,
    lifecycle_exec_shell,
    limits_cpu,
    limits_ephemeral_storage,
    limits_memory,
    liveness_probe_missing,
    login_in_run,
    maintainer_deprecated,
    memory_quantity_suspicious,
    missing_required,
    multiple_cmd,
    multiple_entrypoint,
    multiple_healthcheck,
    namespace_default,
    namespace_kube_system,
    network_policy_allow_all,
    network_policy_missing,
    network_policy_no_selector,
    network_tool_left,
    no_dist_upgrade,
    no_from,
    no_healthcheck,
    no_sudo,
    node_affinity_missing,
    not_utf8,
    owner_label_missing,
    package_manager_left,
    package_signature_disabled,
    pdb_blocks_drain,
    pdb_eviction_policy_missing,
    pdb_exceeds_replicas,
    pdb_missing,
    pip_cache,
    pipe_to_shell,
    pipefail,
    platform_const,
    platform_redundant,
    policy_image_volumes,
    port_not_exposed,
    priority_class_missing,
    privileged,
    privileged_ports,
    probe_host,
    probe_port_not_exposed,
    probe_port_unknown,
    probes_identical,
    proc_mount,
    pss_baseline,
    pss_namespace_labels,
    pss_restricted,
    quantity_invalid,
    rbac_anonymous_subject,
    rbac_authenticated_subject,
    rbac_cluster_admin_binding,
    rbac_csr_approval,
    rbac_dangling_roleref,
    rbac_default_sa_binding,
    rbac_escalate_bind_impersonate,
    rbac_nodes_proxy,
    rbac_pod_create,
    rbac_pods_attach,
    rbac_pods_ephemeralcontainers,
    rbac_pods_exec,
    rbac_pods_portforward,
    rbac_pv_create,
    rbac_secrets_access,
    rbac_system_masters,
    rbac_token_create,
    rbac_webhook_config,
    rbac_wildcard_all,
    rbac_wildcard_resources,
    rbac_wildcard_verbs,
    read_only_root_fs,
    readiness_probe_missing,
    readonly_root_write,
    replicas_too_few,
    requests_cpu,
    requests_ephemeral_storage,
    requests_memory,
    requests_not_limits,
    restart_policy_invalid,
    restricted_volume_types,
    rolling_update_missing,
    root_group,
    root_user,
    rpm_clean_missing,
    run_as_high_gid,
    run_as_high_uid,
    run_as_non_root,
    run_as_root_conflict,
    run_as_user_root,
    seccomp_invalid,
    seccomp_unconfined,
    seccomp_unset,
    secret_in_args,
    secret_in_configmap,
    secret_in_env_literal,
    secret_in_env_or_arg,
    secret_in_env_ref,
    selector_mismatch,
    selinux_options,
    service_account_default,
    service_account_token_automount,
    service_external_ips,
    service_external_name,
    service_load_balancer,
    service_node_port,
    setuid_left,
    share_process_namespace,
    shell_form_entrypoint,
    shell_missing,
    sorted_keys,
    ssh_port,
    stage_name_casing,
    stage_name_reserved,
    startup_probe_missing,
    statefulset_service_name,
    syntax_directive_unpinned,
    syntax_error,
    sys_workdir,
    sysctls_unsafe,
    target_port_unknown,
    tiller_image,
    tls_verification_disabled,
    topology_spread_missing,
    trusted_repos_open_ended,
    undefined_arg_in_from,
    undefined_var,
    unknown_field,
    unknown_kind,
    unpinned_apk,
    unpinned_apt,
    unpinned_dnf,
    unpinned_gem,
    unpinned_go,
    unpinned_npm,
    unpinned_pip,
    unpinned_yum,
    unpinned_zypper,
    unquoted_substitution,
    unquoted_variable,
    unresolved_variable,
    unset_variable,
    unused_arg,
    unused_stage,
    update_alone,
    use_shell_instruction,
    use_workdir_not_cd,
    useless_command,
    user_forced_root,
    user_name_nonroot,
    user_namespace,
    user_not_numeric,
    user_root_nonroot,
    useradd_high_uid,
    vap_images_open_ended,
    vap_not_enforcing,
    volume_claim_access_mode,
    volume_claim_storage,
    vwc_ca_bundle,
    vwc_failure_policy_ignore,
    vwc_refused,
    vwc_rules_incomplete,
    vwc_selector_escape,
    vwc_timeout,
    wget_progress,
    windows_host_process,
    wk_api_version,
    wk_auth_multiple,
    wk_ca_both,
    wk_ca_data_invalid,
    wk_client_cert_incomplete,
    wk_client_cert_server_auth,
    wk_client_data_invalid,
    wk_cluster_ca,
    wk_context_dangling,
    wk_context_no_user,
    wk_context_unknown,
    wk_duplicate_name,
    wk_inline_secret,
    wk_insecure_skip_tls,
    wk_no_ca,
    wk_no_current_context,
    wk_server_cluster_dns,
    wk_server_http,
    wk_server_invalid,
    wk_server_localhost,
    wk_server_missing,
    workdir_relative,
    yarn_cache,
    yum_missing_yes,
    zypper_missing_yes,
}

/// Those that look at a Dockerfile or its stages.
pub(crate) static OF_DOCKERFILES: [&Rule; count(Scope::Dockerfile)] = chosen(Scope::Dockerfile);

/// Those that look at an image.
pub(crate) static OF_IMAGES: [&Rule; count(Scope::Image)] = chosen(Scope::Image);

/// A set of rules for Dockerfiles, by their number in [`OF_DOCKERFILES`].
#[derive(Clone, Copy)]
pub(crate) struct Chosen([u64; count(Scope::Dockerfile).div_ceil(64)]);

/// For each number of a mark the rules that look for it: those that a file asks for are put together without a look at the others.
static LOOKING_FOR: [Chosen; 64] = looking_for();

impl Chosen {
    const NONE: Chosen = Chosen([0; count(Scope::Dockerfile).div_ceil(64)]);

    /// The rules that can find something in a file that holds this.
    pub(crate) fn of(marks: Marks) -> Chosen {
        let mut chosen = Chosen::NONE;
        for looking in marks.numbers().filter_map(|number| LOOKING_FOR.get(number)) {
            chosen.0.iter_mut().zip(looking.0).for_each(|(all, more)| *all |= more);
        }
        chosen
    }

    /// Shows `visit` the rules in their order.
    #[inline]
    pub(crate) fn each(self, mut visit: impl FnMut(&'static Rule)) {
        for (set, rules) in self.0.into_iter().zip(OF_DOCKERFILES.chunks(64)) {
            let mut rest = set;
            while let Some(rule) = rules.get(rest.trailing_zeros() as usize) {
                rest &= rest - 1;
                visit(rule);
            }
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "it only runs in the compiler")]
const fn looking_for() -> [Chosen; 64] {
    let rules: [&Rule; count(Scope::Dockerfile)] = chosen(Scope::Dockerfile);
    let mut table = [Chosen::NONE; 64];
    let mut number = 0;
    while number < rules.len() {
        let mut mark = 0;
        while mark < table.len() {
            if rules[number].looks_for.has_number(mark) {
                table[mark].0[number / 64] |= 1 << (number % 64);
            }
            mark += 1;
        }
        number += 1;
    }
    table
}

/// What a list of rules is for. The lists are made when the program is built: a Dockerfile is small next to the rules that are about
/// something else.
#[derive(Clone, Copy)]
enum Scope {
    Dockerfile,
    Image,
}

impl Scope {
    const fn has(self, rule: &Rule) -> bool {
        match self {
            Scope::Dockerfile => matches!(rule.check, Check::Dockerfile(_) | Check::Stage(_)),
            Scope::Image => matches!(rule.check, Check::Image(_)),
        }
    }
}

const fn count(scope: Scope) -> usize {
    let (mut rest, mut count) = (RULES, 0);
    while let [rule, behind @ ..] = rest {
        count += scope.has(rule) as usize;
        rest = behind;
    }
    count
}

#[expect(clippy::indexing_slicing, reason = "it only runs in the compiler")]
const fn chosen<const COUNT: usize>(scope: Scope) -> [&'static Rule; COUNT] {
    let mut list = [RULES[0]; COUNT];
    let (mut rest, mut at) = (RULES, 0);
    while let [rule, behind @ ..] = rest {
        if scope.has(rule) {
            list[at] = rule;
            at += 1;
        }
        rest = behind;
    }
    list
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
