//! What the kube-apiserver's own plugin needs, and credentials for private registries. Nothing here holds a password or a key: the files
//! have placeholders and the commands that make the rest.

use super::{Generated, Made, json, kinds};
use crate::Policy;
use plimsoll_core::policy::{Host, Unqualified};

/// The folder on the control plane nodes that holds the files.
const FOLDER: &str = "/etc/kubernetes/admission";

pub(super) fn image_policy(made: &Made<'_>) -> Vec<Generated> {
    let file = |name, text: String| Generated { name, text };
    let config = format!(
        "{}apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: ImagePolicyWebhook
    configuration:
      imagePolicy:
        # Absolute: a relative path would be looked for in the API server's working directory.
        kubeConfigFile: {FOLDER}/webhook.kubeconfig
        # Seconds for which an answer is remembered: so long a changed policy may take to bite.
        allowTTL: 50
        denyTTL: 50
        # Milliseconds before the first repetition of a failed call.
        retryBackoff: 500
        # Closed where the webhook cannot be asked. With true, a webhook that is down lets every image in.
        defaultAllow: false
",
        made.header(
            "Copy it to /etc/kubernetes/admission/config.yaml on every control plane node.\nThe plugin sees pods alone: no image volumes, no \
             Deployments before they make pods, no static pods. Ephemeral\ncontainers are sent from 1.24.15, 1.25.11, 1.26.6 and 1.27.3 on \
             (CVE-2023-2727)."
        )
    );
    let kubeconfig = format!(
        "{}apiVersion: v1
kind: Config
clusters:
  - name: webhook
    cluster:
      # https and an address that the API server can reach: it does not ask the cluster's DNS for *.svc names.
      server: https://127.0.0.1:8443/imagepolicy
      # The authority that signed the webhook's certificate, not the cluster's.
      certificate-authority: {FOLDER}/webhook-ca.crt
users:
  - name: kube-apiserver
    user:
      # What the API server shows to the webhook, which must ask for it and check it.
      client-certificate: {FOLDER}/apiserver-client.crt
      client-key: {FOLDER}/apiserver-client.key
contexts:
  - name: webhook
    context:
      cluster: webhook
      user: kube-apiserver
current-context: webhook
",
        made.header("Copy it to /etc/kubernetes/admission/webhook.kubeconfig; readable by root alone.")
    );
    // No apiVersion and no kind: it is a part of a manifest, to be added to what is there, and nobody should take it for a pod.
    let patch = format!(
        "{}spec:
  containers:
    - name: kube-apiserver
      command:
        - kube-apiserver
        # Keep the other flags. The list of plugins is one flag: add to it.
        - --enable-admission-plugins=NodeRestriction,ImagePolicyWebhook
        - --admission-control-config-file={FOLDER}/config.yaml
      volumeMounts:
        # Without it the API server does not see the files, and does not start.
        - name: admission
          mountPath: {FOLDER}
          readOnly: true
  volumes:
    - name: admission
      hostPath:
        path: {FOLDER}
        type: Directory
",
        made.header(
            "What to add to /etc/kubernetes/manifests/kube-apiserver.yaml. Not to be applied: the kubelet reads that file, and restarts the\nAPI \
             server when it changes. Keep a copy outside of that folder. Start the webhook first, outside the cluster or as a static pod:\nwhile it \
             is down no pod can be made, so that one in the cluster could not come back."
        )
    );
    vec![
        file("admission-config.yaml", config),
        file("webhook.kubeconfig", kubeconfig),
        file("kube-apiserver-patch.yaml", patch),
        file("certificates.sh", certificates(made)),
    ]
}

/// The namespace in which `deploy/kubernetes` has the server.
const NAMESPACE: &str = "plimsoll-system";

/// The ValidatingWebhookConfiguration for the server's `/validate`. What the API server should ask about is what the policy judges; the
/// server's own namespace is left out, or it could not come back.
pub(super) fn validating(made: &Made<'_>) -> String {
    let exempt = &made.scope().exempt_namespaces;
    let others = exempt.iter().filter(|name| *name != NAMESPACE).map(|name| json(name));
    let namespaces: Vec<String> = [json(NAMESPACE)].into_iter().chain(others).collect();
    format!(
        "{}apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: {}
webhooks:
  - name: images.plimsoll.dev
    admissionReviewVersions: [\"v1\"]
    sideEffects: None
    # Closed while the server cannot be asked.
    failurePolicy: Fail
    # Also asked where an object comes by another version of its API.
    matchPolicy: Equivalent
    # The server answers within milliseconds; 30 is the most that there is.
    timeoutSeconds: 5
    clientConfig:
      service:
        name: plimsoll
        namespace: {NAMESPACE}
        path: /validate
        port: 443
      # The authority of the server's certificate, in base64.
      caBundle: ${{CA_BUNDLE}}
    # The server's own pods must come up without it. The label is the API server's: nobody can take a namespace out by giving it a
    # label. Who may make pods in these namespaces is not asked about them.
    namespaceSelector:
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [{}]
    rules:
{}",
        made.titled(
            "Apply it when the server is ready (deploy/kubernetes/server.yaml): from then on, no pod is made without it. Kinds of your own need\n\
             rules of their own; static pods are not seen. If the cluster must start without the server, exempt kube-system in the policy.\n\
             sed \"s|\\${CA_BUNDLE}|$(base64 -w0 webhook-ca.crt)|\" validating-webhook.yaml | kubectl apply -f -",
        ),
        made.name,
        namespaces.join(", "),
        kinds::rules(&made.kinds, "      "),
    )
}

fn certificates(made: &Made<'_>) -> String {
    format!(
        "#!/bin/sh
{}set -eu
# The address that the API server calls: it has to be in the certificate as a subjectAltName, Go does not look at the CN.
ADDRESS=\"${{ADDRESS:-IP:127.0.0.1}}\"
DAYS=\"${{DAYS:-365}}\"
umask 077

# An authority for the webhook's certificate, and one for those who may call it.
for ca in webhook client; do
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days \"$DAYS\" \\
    -keyout \"$ca-ca.key\" -out \"$ca-ca.crt\" -subj \"/CN=plimsoll $ca authority\"
done

# The webhook's certificate.
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout webhook.key -out webhook.csr -subj \"/CN=plimsoll\"
printf 'subjectAltName=%s\\nextendedKeyUsage=serverAuth\\n' \"$ADDRESS\" > webhook.ext
openssl x509 -req -in webhook.csr -CA webhook-ca.crt -CAkey webhook-ca.key -CAcreateserial -days \"$DAYS\" -extfile webhook.ext -out webhook.crt

# What the API server shows to the webhook.
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout apiserver-client.key -out apiserver-client.csr -subj \"/CN=kube-apiserver\"
printf 'extendedKeyUsage=clientAuth\\n' > client.ext
openssl x509 -req -in apiserver-client.csr -CA client-ca.crt -CAkey client-ca.key -CAcreateserial -days \"$DAYS\" -extfile client.ext -out apiserver-client.crt

rm -f webhook.csr apiserver-client.csr webhook.ext client.ext
echo 'To {FOLDER}: webhook-ca.crt, apiserver-client.crt, apiserver-client.key'
echo 'To the webhook: webhook.crt, webhook.key, client-ca.crt'
echo 'Away from both, for the next certificates: webhook-ca.key, client-ca.key'
",
        made.header("The certificates of both sides, with openssl 3. Run it in an empty folder.")
    )
}

/// A docker-registry secret by command, so that no password is in a file, and the patch that makes pods use it.
pub(super) fn pull_secret(policy: &Policy) -> Vec<Generated> {
    let mut servers: Vec<&str> = Vec::new();
    let default = match &policy.images.unqualified {
        Unqualified::Registry(name) => Some(name.as_str()),
        Unqualified::DockerHub | Unqualified::Forbidden => None,
    };
    let named = policy.images.allow.iter().flatten().filter_map(|entry| match &entry.pattern.host {
        Host::Is(name) => Some(name.as_str()),
        _ => None,
    });
    for name in default.into_iter().chain(named) {
        if !servers.contains(&name) {
            servers.push(name);
        }
    }
    if servers.is_empty() {
        servers.push("REGISTRY");
    }
    let mut script = String::from(
        "#!/bin/sh
# Credentials for the registries of the policy, one secret each. Leave out those that need none. The password is read from the terminal:
# one that is typed behind a flag stays in the shell's history. Use a token that may only pull.
set -eu
NAMESPACE=\"${NAMESPACE:-default}\"

secret() {
  printf 'user for %s: ' \"$2\" && read -r user
  printf 'token for %s: ' \"$2\" && stty -echo && read -r token && stty echo && echo
  kubectl create secret docker-registry \"$1\" --namespace \"$NAMESPACE\" \\
    --docker-server=\"$2\" --docker-username=\"$user\" --docker-password=\"$token\" --dry-run=client -o yaml | kubectl apply -f -
}

",
    );
    let mut patch = String::from(
        "# Makes the pods of a service account use the secrets:\n#   kubectl patch serviceaccount default --namespace NAMESPACE --patch-file \
         image-pull-secrets.yaml\nimagePullSecrets:\n",
    );
    for name in servers {
        // Docker Hub's credentials are looked up under the address of its first API.
        let server = if name == "docker.io" { "https://index.docker.io/v1/" } else { name };
        let secret = super::object_name(&format!("pull-{name}"));
        script.push_str(&format!("secret {secret} '{server}'\n"));
        patch.push_str(&format!("  - name: {secret}\n"));
    }
    vec![Generated { name: "pull-secret.sh", text: script }, Generated { name: "image-pull-secrets.yaml", text: patch }]
}
