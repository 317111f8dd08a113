// Generated from the Rust types by `cargo xtask gen`. Change those, then run it.

/** A rule's id; never reused. */
export type RuleId =
  | "ac-api-version"
  | "ac-plugin-duplicate"
  | "ac-plugin-name"
  | "ac-plugins-missing"
  | "ac-podsecurity-api-version"
  | "ac-podsecurity-exemptions"
  | "ac-podsecurity-level"
  | "ac-podsecurity-version"
  | "ac-webhook-config"
  | "add-for-archives"
  | "add-instead-of-copy"
  | "add-remote-url"
  | "allow-privilege-escalation"
  | "anti-affinity-missing"
  | "apiserver-acc-not-mounted"
  | "apiserver-admission-control"
  | "apiserver-always-admit"
  | "apiserver-always-pull-images"
  | "apiserver-anonymous-auth"
  | "apiserver-audit-log-maxage"
  | "apiserver-audit-log-maxbackup"
  | "apiserver-audit-log-maxsize"
  | "apiserver-audit-log-path"
  | "apiserver-authorization-always-allow"
  | "apiserver-authorization-no-node"
  | "apiserver-authorization-no-rbac"
  | "apiserver-basic-auth-file"
  | "apiserver-client-ca"
  | "apiserver-encryption-provider-config"
  | "apiserver-etcd-ca"
  | "apiserver-etcd-certs"
  | "apiserver-event-rate-limit"
  | "apiserver-flag-spelling"
  | "apiserver-flags-mixed"
  | "apiserver-insecure-bind-address"
  | "apiserver-insecure-port"
  | "apiserver-ipw-ephemeral"
  | "apiserver-ipw-not-enabled"
  | "apiserver-kubelet-ca"
  | "apiserver-kubelet-client-cert"
  | "apiserver-kubelet-https"
  | "apiserver-mount-dangling"
  | "apiserver-mount-writable"
  | "apiserver-no-acc-file"
  | "apiserver-no-namespace-lifecycle"
  | "apiserver-no-node-restriction"
  | "apiserver-no-service-account"
  | "apiserver-plugin-overlap"
  | "apiserver-plugin-unknown"
  | "apiserver-profiling"
  | "apiserver-request-timeout"
  | "apiserver-secure-port"
  | "apiserver-service-account-key"
  | "apiserver-service-account-lookup"
  | "apiserver-tls-cert"
  | "apiserver-tls-ciphers"
  | "apiserver-token-auth-file"
  | "apk-no-cache"
  | "apparmor-invalid"
  | "apparmor-legacy-annotation"
  | "apparmor-unconfined"
  | "apt-lists-not-removed"
  | "apt-missing-yes"
  | "apt-no-install-recommends"
  | "apt-not-apt-get"
  | "args-ignored"
  | "args-without-entrypoint"
  | "bad-pragma"
  | "base-image-not-official"
  | "bashism"
  | "build-tools-in-final-stage"
  | "cap-add-dangerous"
  | "cap-add-non-default"
  | "cap-drop-all"
  | "cap-drop-net-raw"
  | "cap-name-case"
  | "cd-unchecked"
  | "chpasswd"
  | "configmap-bool-key"
  | "consecutive-run"
  | "container-runtime-socket"
  | "container-tty"
  | "containers-policy-open"
  | "copy-context-wholesale"
  | "copy-from-own-stage"
  | "copy-from-unknown-stage"
  | "copy-ignored-file"
  | "copy-multiple-needs-slash"
  | "copy-relative-no-workdir"
  | "copy-root-from-stage"
  | "cronjob-deadline-missing"
  | "curl-and-wget"
  | "dangling-hpa"
  | "dangling-ingress"
  | "dangling-netpol"
  | "dangling-service"
  | "dangling-service-account"
  | "dashboard-image"
  | "default-deny-missing"
  | "deprecated-api"
  | "deprecated-service-account-field"
  | "dnf-missing-yes"
  | "dns-ndots"
  | "duplicate-container-name"
  | "duplicate-env"
  | "duplicate-key"
  | "duplicate-port-name"
  | "duplicate-stage-name"
  | "email-annotation-missing"
  | "empty-continuation"
  | "env-self-reference"
  | "expose-invalid-port"
  | "expose-ssh"
  | "file-mode-decimal"
  | "from-as-casing"
  | "gatekeeper-deny-list-misses"
  | "gatekeeper-repos-open-ended"
  | "gatekeeper-template-containers-only"
  | "gatekeeper-template-open-ended"
  | "healthcheck-unused"
  | "heredoc-errexit"
  | "host-aliases"
  | "host-ipc"
  | "host-network"
  | "host-path-sensitive"
  | "host-path-volume"
  | "host-path-writable"
  | "host-pid"
  | "host-port"
  | "hpa-min-replicas"
  | "hpa-static-replicas"
  | "image-against-policy"
  | "image-deprecated-repo"
  | "image-digest-invalid"
  | "image-digest-missing"
  | "image-eol-base"
  | "image-fat-base"
  | "image-invalid-reference"
  | "image-list-duplicates"
  | "image-missing"
  | "image-pull-policy-invalid"
  | "image-pull-policy-never"
  | "image-pull-policy-not-always"
  | "image-pull-secret-plaintext"
  | "image-pull-secret-unresolved"
  | "image-pull-secrets-missing"
  | "image-registry-deprecated"
  | "image-registry-implicit"
  | "image-registry-insecure"
  | "image-registry-not-allowed"
  | "image-registry-public"
  | "image-tag-latest"
  | "image-tag-missing"
  | "image-tag-mutable"
  | "image-typosquat"
  | "ingress-nginx-snippet"
  | "ingress-no-tls"
  | "input-limit"
  | "instance-label-mismatch"
  | "instruction-casing"
  | "invalid-default-arg-in-from"
  | "invalid-definition-description"
  | "invalid-target-port"
  | "invalid-type"
  | "ipw-break-glass"
  | "ipw-config-and-path"
  | "ipw-config-nesting"
  | "ipw-default-allow-true"
  | "ipw-key-twice"
  | "ipw-kubeconfig-missing"
  | "ipw-kubeconfig-relative"
  | "ipw-no-config"
  | "ipw-ttl-range"
  | "ipw-unknown-key"
  | "job-ttl-missing"
  | "kyverno-images-containers-only"
  | "kyverno-images-not-enforced"
  | "kyverno-images-open-ended"
  | "label-empty"
  | "label-key-invalid"
  | "label-key-reserved"
  | "label-missing"
  | "label-not-date"
  | "label-not-email"
  | "label-not-git-hash"
  | "label-not-in-schema"
  | "label-not-license"
  | "label-not-semver"
  | "label-not-url"
  | "label-value-invalid"
  | "legacy-key-value"
  | "lifecycle-exec-shell"
  | "limits-cpu"
  | "limits-ephemeral-storage"
  | "limits-memory"
  | "liveness-probe-missing"
  | "login-in-run"
  | "maintainer-deprecated"
  | "memory-quantity-suspicious"
  | "missing-required"
  | "multiple-cmd"
  | "multiple-entrypoint"
  | "multiple-healthcheck"
  | "namespace-default"
  | "namespace-kube-system"
  | "network-policy-allow-all"
  | "network-policy-missing"
  | "network-policy-no-selector"
  | "network-tool-left"
  | "no-dist-upgrade"
  | "no-from"
  | "no-healthcheck"
  | "no-sudo"
  | "node-affinity-missing"
  | "not-utf-8"
  | "owner-label-missing"
  | "package-manager-left"
  | "package-signature-disabled"
  | "pdb-blocks-drain"
  | "pdb-eviction-policy-missing"
  | "pdb-exceeds-replicas"
  | "pdb-missing"
  | "pip-cache"
  | "pipe-to-shell"
  | "pipefail"
  | "platform-const"
  | "platform-redundant"
  | "policy-image-volumes"
  | "port-not-exposed"
  | "priority-class-missing"
  | "privileged"
  | "privileged-ports"
  | "probe-host"
  | "probe-port-not-exposed"
  | "probe-port-unknown"
  | "probes-identical"
  | "proc-mount"
  | "pss-baseline"
  | "pss-namespace-labels"
  | "pss-restricted"
  | "quantity-invalid"
  | "rbac-anonymous-subject"
  | "rbac-authenticated-subject"
  | "rbac-cluster-admin-binding"
  | "rbac-csr-approval"
  | "rbac-dangling-roleref"
  | "rbac-default-sa-binding"
  | "rbac-escalate-bind-impersonate"
  | "rbac-nodes-proxy"
  | "rbac-pod-create"
  | "rbac-pods-attach"
  | "rbac-pods-ephemeralcontainers"
  | "rbac-pods-exec"
  | "rbac-pods-portforward"
  | "rbac-pv-create"
  | "rbac-secrets-access"
  | "rbac-system-masters"
  | "rbac-token-create"
  | "rbac-webhook-config"
  | "rbac-wildcard-all"
  | "rbac-wildcard-resources"
  | "rbac-wildcard-verbs"
  | "read-only-root-fs"
  | "readiness-probe-missing"
  | "readonly-root-write"
  | "replicas-too-few"
  | "requests-cpu"
  | "requests-ephemeral-storage"
  | "requests-memory"
  | "requests-not-limits"
  | "restart-policy-invalid"
  | "restricted-volume-types"
  | "rolling-update-missing"
  | "root-group"
  | "root-user"
  | "rpm-clean-missing"
  | "run-as-high-gid"
  | "run-as-high-uid"
  | "run-as-non-root"
  | "run-as-root-conflict"
  | "run-as-user-root"
  | "seccomp-invalid"
  | "seccomp-unconfined"
  | "seccomp-unset"
  | "secret-in-args"
  | "secret-in-configmap"
  | "secret-in-env-literal"
  | "secret-in-env-or-arg"
  | "secret-in-env-ref"
  | "selector-mismatch"
  | "selinux-options"
  | "service-account-default"
  | "service-account-token-automount"
  | "service-external-ips"
  | "service-external-name"
  | "service-load-balancer"
  | "service-node-port"
  | "setuid-left"
  | "share-process-namespace"
  | "shell-form-entrypoint"
  | "shell-missing"
  | "sorted-keys"
  | "ssh-port"
  | "stage-name-casing"
  | "stage-name-reserved"
  | "startup-probe-missing"
  | "statefulset-service-name"
  | "syntax-directive-unpinned"
  | "syntax-error"
  | "sys-workdir"
  | "sysctls-unsafe"
  | "target-port-unknown"
  | "tiller-image"
  | "tls-verification-disabled"
  | "topology-spread-missing"
  | "trusted-repos-open-ended"
  | "undefined-arg-in-from"
  | "undefined-var"
  | "unknown-field"
  | "unknown-kind"
  | "unpinned-apk"
  | "unpinned-apt"
  | "unpinned-dnf"
  | "unpinned-gem"
  | "unpinned-go"
  | "unpinned-npm"
  | "unpinned-pip"
  | "unpinned-yum"
  | "unpinned-zypper"
  | "unquoted-substitution"
  | "unquoted-variable"
  | "unresolved-variable"
  | "unset-variable"
  | "unused-arg"
  | "unused-stage"
  | "update-alone"
  | "use-shell-instruction"
  | "use-workdir-not-cd"
  | "useless-command"
  | "user-forced-root"
  | "user-name-nonroot"
  | "user-namespace"
  | "user-not-numeric"
  | "user-root-nonroot"
  | "useradd-high-uid"
  | "vap-images-open-ended"
  | "vap-not-enforcing"
  | "volume-claim-access-mode"
  | "volume-claim-storage"
  | "vwc-ca-bundle"
  | "vwc-failure-policy-ignore"
  | "vwc-refused"
  | "vwc-rules-incomplete"
  | "vwc-selector-escape"
  | "vwc-timeout"
  | "wget-progress"
  | "windows-host-process"
  | "wk-api-version"
  | "wk-auth-multiple"
  | "wk-ca-both"
  | "wk-ca-data-invalid"
  | "wk-client-cert-incomplete"
  | "wk-client-cert-server-auth"
  | "wk-client-data-invalid"
  | "wk-cluster-ca"
  | "wk-context-dangling"
  | "wk-context-no-user"
  | "wk-context-unknown"
  | "wk-duplicate-name"
  | "wk-inline-secret"
  | "wk-insecure-skip-tls"
  | "wk-no-ca"
  | "wk-no-current-context"
  | "wk-server-cluster-dns"
  | "wk-server-http"
  | "wk-server-invalid"
  | "wk-server-localhost"
  | "wk-server-missing"
  | "workdir-relative"
  | "yarn-cache"
  | "yum-missing-yes"
  | "zypper-missing-yes";

/** Whether a fix may be applied without a person looking at it. */
export type Applicability = "safe" | "unsafe";

/** Why a suggestion does not work for this file as it stands. */
export interface Blocker {
  /** "needs a shell: RUN on line 12". */
  message: string;
  /** The place, where it is one. */
  range: Range | null;
}

/** What a finding is about; each category has a budget of the score. */
export type Category = "privilege" | "image" | "secrets" | "reliability" | "hygiene";

/** Points of one category. */
export interface CategoryScore {
  /** Which. */
  id: Category;
  /** The most it can lose. */
  budget: number;
  /** What it loses, rounded up to a whole point. */
  lost: number;
  /** What it would lose without a budget, rounded up. */
  over: number;
}

/** One file of the run. */
export interface File {
  /** The name as it was given, with `/`. */
  uri: string;
  /** What it was read as. */
  kind: Kind;
  /**
   * Why the file was not analysed as a Dockerfile or manifest, or what it was recognised as (a Compose file, a Helm
   * template, a Kustomization); absent where there is nothing to say.
   */
  note?: string;
  /** Some values could not be read (templates, variables without a value): graded on what is visible. */
  incomplete: boolean;
  /** The file's score: of a Dockerfile its own, of manifests the lowest object's; null where nothing can be graded. */
  score: Score | null;
  /** The build stages of a Dockerfile. */
  stages?: Array<StageReport>;
  /** The Kubernetes objects, in file order, Lists flattened. */
  objects?: Array<ObjectReport>;
}

/** One fault at one place. */
export interface Finding {
  /** Which rule. */
  ruleId: RuleId;
  /** How bad. */
  severity: Severity;
  /** What about. */
  category: Category;
  /** One sentence: what is wrong here. */
  message: string;
  /** What to do, where a sentence can say it. */
  help?: string;
  /** The rule's page. */
  helpUri: string;
  /** The file. */
  uri: string;
  /** The place. */
  range: Range;
  /** The same place as UTF-16 offsets from the start of the text: `text.slice(offsets[0], offsets[1])`. */
  offsets: [number, number];
  /** The Kubernetes object it is about. */
  object?: ObjectRef;
  /** The build stage it is about: its name, else its number. */
  stage?: string;
  /** Other places that explain it. */
  related?: Array<Related>;
  /** Ways to mend it, the preferred one first. */
  fixes: Array<Fix>;
  /** Stays the same when the line moves: 16 hexadecimal digits. */
  fingerprint: string;
  /** Why it does not count, where it does not. */
  suppressed?: Suppressed;
  /** Points it takes from the score before budgets and caps. */
  points: number;
  /** How much higher the score of its file (of its object, in a manifest) would be without it. */
  gain: number;
  /** Peers' names for the same fault: `hadolint:DL3007`. */
  aliases: string[];
}

/** A change of text that mends a finding. */
export interface Fix {
  /** What it does, as a command: "Insert --no-cache". */
  title: string;
  /** Whether it keeps the behaviour. */
  applicability: Applicability;
  /** All to be applied together; spans of one fix do not overlap. */
  edits: Array<TextEdit>;
}

/** What a measured image weighs and holds. Unknown is null. */
export interface Footprint {
  /** The reference that was measured. */
  reference: string;
  /** Compressed bytes of the layers of one platform: what a pull transfers. */
  compressedBytes: number | null;
  /** Which platform. */
  platform: string | null;
  /** Installed operating system packages. */
  packages: number | null;
  /** Whether `curl` is in it. */
  curl: boolean | null;
  /** Whether `wget` is in it. */
  wget: boolean | null;
  /** Whether a C compiler is in it. */
  compiler: boolean | null;
  /** The date (YYYY-MM-DD) the measured image was built or read. */
  date: string;
}

/** The letter for a score. */
export type Grade = "F" | "D" | "C" | "B" | "A" | "A+";

/** What the catalog knows of an image. */
export interface ImageFacts {
  /** A Docker Official Image. */
  official: boolean;
  /**
   * Whether the tag is in the list of maintained tags; null where there is no list or no tag. `false` does not mean that it
   * cannot be pulled.
   */
  listed: boolean | null;
  /** The repository is no longer maintained: what its makers name instead, or an empty text. */
  deprecated: string | null;
  /** Its life cycles. */
  support: Array<Support>;
  /** Shell, libc and the rest. */
  traits: Traits;
  /** Size and contents, where measured. */
  footprint: Footprint | null;
  /** The date (YYYY-MM-DD) of the facts. */
  asOf: string;
}

/** Where an image reference was met. */
export type ImageOrigin = "from" | "copy-from" | "mount-from" | "syntax" | "container" | "init-container" | "ephemeral-container" | "image-volume";

/** The parts of a normalised reference. */
export interface ImageParts {
  /** `docker.io`. */
  registry: string;
  /** `library/node`. */
  repository: string;
  /** `22`. */
  tag: string | null;
  /** `sha256:…`. */
  digest: string | null;
}

/** An image that could stand in the place of another. */
export interface ImageSuggestion {
  /** The reference to write. */
  image: string;
  /** The kind of change. */
  kind: SuggestionKind;
  /** Whether it is the one to take; at most one of a use. */
  recommended: boolean;
  /** Why: what it removes. */
  why: string;
  /** What it costs, one sentence each. */
  costs: Array<string>;
  /** What blocks it in this file. */
  blockers: Array<Blocker>;
  /** What is known of it. */
  traits: Traits;
  /** Size and contents, where measured. */
  footprint: Footprint | null;
  /** The date (YYYY-MM-DD) of the facts. */
  asOf: string;
  /** The edits that make the rewritten file, where all of them are mechanical. */
  fix: Fix | null;
  /** Why each edit of the fix is made, in their order. */
  reasons: Array<string>;
}

/** One use of an image. */
export interface ImageUse {
  /** As written. */
  reference: string;
  /** Normalised (`docker.io/library/node:22`); null where a variable leaves it open or it cannot be read. */
  resolved: string | null;
  /** Its parts after normalisation. */
  parts: ImageParts | null;
  /** Where it was met. */
  origin: ImageOrigin;
  /** The file. */
  uri: string;
  /** The place. */
  range: Range;
  /** What the catalog knows; null is unknown. */
  facts: ImageFacts | null;
  /** What could stand in its place here, the recommended one first; at most three. */
  suggestions: Array<ImageSuggestion>;
}

/** What a file is read as. */
export type Kind = "dockerfile" | "kubernetes" | "unknown";

/** kubesec's score of an object, for those who compare or migrate: its rules, points and words, as they are. */
export interface Kubesec {
  /** How kubesec calls the object: `Deployment/web.default`. */
  object: string;
  /** The sum of the points of the rules that match; open at both ends. */
  score: number;
  /** kubesec's verdict in words. */
  message: string;
  /** What the score is made of. */
  scoring: KubesecScoring;
}

/** One of kubesec's rules. */
export interface KubesecRule {
  /** kubesec's id. */
  id: string;
  /** Which fields the rule looks at, in kubesec's notation. */
  selector: string;
  /** Why it matters. */
  reason: string;
  /** What a match adds to the score, or takes from it. */
  points: number;
}

/** The rules that apply to the object's kind: biggest points first, then by selector. */
export interface KubesecScoring {
  /** Rules with negative points that match. */
  critical?: Array<KubesecRule>;
  /** Rules with positive points that match. */
  passed?: Array<KubesecRule>;
  /** Rules with positive points that do not match: what could still be gained. */
  advise?: Array<KubesecRule>;
}

/** The C library of an image. */
export type Libc = "glibc" | "musl" | "none";

/** Names a Kubernetes object, and in a finding the place within it. */
export interface ObjectRef {
  /** As written; empty where missing. */
  apiVersion: string;
  /** As written; empty where missing. */
  kind: string;
  /** `metadata.name`; empty where missing. */
  name: string;
  /** `metadata.namespace`, where written. */
  namespace?: string;
  /** The container's name, where a finding is about one. */
  container?: string;
  /** The field a finding is about: `spec.containers[0].image`. */
  path?: string;
}

/** A Kubernetes object. */
export interface ObjectReport {
  /** Which object it is. */
  object: ObjectRef;
  /** Where it stands. */
  range: Range;
  /** Null for kinds that have nothing to grade. */
  score: Score | null;
  /** kubesec's score of the object by itself; null where kubesec could not read its document. */
  kubesec: Kubesec | null;
  /** The Pod Security Standards' level of its pods; null for what makes no pods and for what cannot be read as a whole. */
  podSecurity: PodSecurity | null;
}

/** The package manager of an image. */
export type PackageManager = "apt" | "apk" | "dnf" | "zypper" | "none";

/** The strictest level of the Pod Security Standards that lets an object's pods in. */
export interface PodSecurity {
  /** The version of the standards it was judged by: `v1.37`. */
  version: string;
  /** The level: every check of it and of the levels below holds. */
  level: PodSecurityLevel;
  /** What keeps the pods from a stricter level: checks of the baseline level first, each level's by name, then in the order of the pod. */
  failed: Array<PodSecurityFailure>;
}

/** A place that fails a check. */
export interface PodSecurityFailure {
  /** The check, as Kubernetes names it: `capabilities_restricted`. */
  check: string;
  /** The level the check belongs to. */
  level: "baseline" | "restricted";
  /** The field at fault, or where one is missing what is written of its parents: `spec.containers[0].securityContext`. */
  path: string;
}

/** A level of the Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/** A position in a file, as the Language Server Protocol writes it. */
export interface Position {
  /** Zero-based line. */
  line: number;
  /** UTF-16 code units from the start of the line. */
  character: number;
}

/** A range in a file; `end` is exclusive. */
export interface Range {
  /** First position. */
  start: Position;
  /** Position behind the last. */
  end: Position;
}

/** Another place that belongs to a finding. */
export interface Related {
  /** The file. */
  uri: string;
  /** The place. */
  range: Range;
  /** What it has to do with the finding. */
  message: string;
}

/** The result of one run over some files. */
export interface Report {
  /** The version of this form; it changes in major versions only. */
  schemaVersion: 1;
  /** Who made the report. */
  tool: Tool;
  /** The date (YYYY-MM-DD) at which end of life was judged. */
  asOf: string;
  /** One entry per file, sorted by uri. */
  files: Array<File>;
  /** Active findings, sorted by uri, start, severity (worst first), rule id. */
  findings: Array<Finding>;
  /** Findings that an ignore in the file, a policy or a baseline takes out of the score. */
  suppressed: Array<Finding>;
  /** Ignores that suppress nothing, or that cannot be read. */
  unusedIgnores: Array<Finding>;
  /** Every image reference met, in file order. */
  images: Array<ImageUse>;
  /** The lowest score of the files; null where there is nothing to grade. */
  score: Score | null;
}

/** A rule in the words of every surface. */
export interface RuleMeta {
  /** kebab-case, naming the fault. */
  id: RuleId;
  /** The fault in a few words. */
  summary: string;
  /** What to do about it. */
  help: string;
  /** Its page. */
  helpUri: string;
  /** The usual severity. */
  severity: Severity;
  /** The score category. */
  category: Category;
  /** Whether its findings come with a fix. */
  fixable: "none" | Applicability;
  /** The smallest preset that runs it. */
  preset: "default" | "strict" | "all";
  /** Rules of one family fire at most once per place, and count as one in the score. */
  family: string;
  /** Peers' names for the same fault: `hadolint:DL3007`. */
  aliases: string[];
}

/** An explained number from 0 (worst) to 100. */
export interface Score {
  /** The version of the formula. */
  version: 1;
  /** The score: the lower of `base` and `cap`. */
  value: number;
  /** The letter. */
  grade: Grade;
  /** 100 less what the categories lose. */
  base: number;
  /** The highest score that the worst finding allows. */
  cap: number;
  /** The rules that set the cap, whether or not it binds. */
  cappedBy: RuleId[];
  /** What each category loses of its budget. */
  categories: Array<CategoryScore>;
  /** How many findings are suppressed. */
  suppressed: number;
  /** The score if nothing were suppressed. */
  valueUnsuppressed: number;
  /** Some values could not be read: graded on what is visible. */
  incomplete: boolean;
}

/** How bad a finding is. `Ord`: worse is greater. */
export type Severity = "info" | "low" | "medium" | "high" | "critical";

/** A build stage of a Dockerfile. */
export interface StageReport {
  /** The name behind AS. */
  name: string | null;
  /** What it is built from: an image reference, `scratch`, or the name (else the number) of a parent stage. */
  base: string;
  /** `base` for `FROM scratch`, else `parent`. */
  role: StageRole;
  /** Whether it is the stage that a build without --target makes. */
  isFinal: boolean;
  /** Whether the final stage needs it. */
  reachable: boolean;
  /** From its FROM to its last instruction. */
  range: Range;
}

/** Whether a stage starts a base image of its own or extends a parent image. */
export type StageRole = "base" | "parent";

/** What kind of change a suggestion is. */
export type SuggestionKind = "slim" | "alpine" | "distroless" | "scratch" | "split" | "newer" | "successor" | "spelling";

/** One life cycle that an image follows: its own, or its operating system's. */
export interface Support {
  /** `node`, `debian`. */
  product: string;
  /** `22`, `12`. */
  cycle: string;
  /** The state at `asOf`. */
  state: SupportState;
  /** The date (YYYY-MM-DD) on which this state ends or ended, where known. */
  until: string | null;
}

/** How an image or a part of it is supported on the date of the report. */
export type SupportState = "supported" | "security-only" | "ended";

/** Why a finding does not count. */
export interface Suppressed {
  /** By what. */
  by: SuppressedBy;
  /** The reason given. */
  reason?: string;
  /** Where the ignore stands. */
  range?: Range;
}

/** Who took a finding out of the score. */
export type SuppressedBy = "inline" | "annotation" | "policy" | "baseline";

/** One replacement of text. */
export interface TextEdit {
  /** The file. */
  uri: string;
  /** What goes. */
  range: Range;
  /** The same place as UTF-16 offsets. */
  offsets: [number, number];
  /** What comes. */
  newText: string;
}

/** The program and its data. */
export interface Tool {
  /** Always `plimsoll`. */
  name: "plimsoll";
  /** Version of the program. */
  version: string;
  /** Version of the rule set. */
  rulesetVersion: string;
  /** Date (YYYY-MM-DD) of the newest fact in the image catalog. */
  catalogDate: string;
}

/** What matters when an image replaces another. Unknown is null. */
export interface Traits {
  /** The C library. */
  libc: Libc | null;
  /** Whether it has a shell. */
  shell: boolean | null;
  /** Its package manager. */
  packageManager: PackageManager | null;
  /** The user it starts as. */
  user: string | null;
  /** Architectures it is published for, as Docker names them; empty where unknown. */
  platforms: Array<string>;
  /** The date (YYYY-MM-DD) on which the first of its life cycles ends, where known. */
  eol: string | null;
}
