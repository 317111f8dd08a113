// The example menu. Data alone: the files are fetched when one is chosen, and what is wrong with them is for the analysis to find.

const dockerfile = (title, about, file) => ({ group: "Dockerfiles", title, about, files: [["Dockerfile", file]] });
const manifest = (title, about, file, name = file) => ({ group: "Kubernetes manifests", title, about, files: [[name, file]] });
const several = (title, about, ...files) => ({ group: "Several files", title, about, files });

/** All examples by group; the first is what a visitor sees first. Each file has its name and where it is in `examples/`. */
export const EXAMPLES = [
  dockerfile("Naive Node", "A first try: a fat base, root, caches left behind.", "node.Dockerfile"),
  dockerfile("Go in two stages", "A good build stage and a run stage that is too fat.", "go.Dockerfile"),
  dockerfile("Python with secrets", "Passwords in layers, a script from the net, an old base.", "python.Dockerfile"),
  dockerfile("Heredocs", "RUN and COPY with their text inside the file.", "heredoc.Dockerfile"),
  dockerfile("Distroless, done right", "No shell and no root in the image that runs.", "distroless.Dockerfile"),
  manifest("Privileged DaemonSet", "An agent that owns the node it watches.", "daemonset.yaml"),
  manifest("Plain Deployment", "Nothing wrong to look at, and nothing set either.", "deployment.yaml"),
  manifest("CronJob", "A nightly dump with a password in the open.", "cronjob.yaml"),
  manifest("Hardened Deployment", "What the restricted standard asks for.", "hardened.yaml", "deployment.yaml"),
  manifest("List with RBAC", "Four objects in one List; each is graded by itself.", "list.yaml"),
  several(
    "A pair that disagrees",
    "The image ends as a user with a name; the manifest asks for a number.",
    ["Dockerfile", "pair.Dockerfile"],
    ["deployment.yaml", "pair.yaml"],
  ),
  several(
    "With a .dockerignore",
    "COPY of files that the build never sees.",
    ["Dockerfile", "ignored.Dockerfile"],
    [".dockerignore", "ignored.dockerignore"],
  ),
];
