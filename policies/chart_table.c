/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/chart_table.h"

#include <string.h>

#define DATADOG                                                                \
	"DataDog/helm-charts: chart 3.72.1 (0010864, README.md); "             \
	"templates/daemonset.yaml at 0045be4, _helpers.tpl"
#define DATADOG_POD    "datadog.securityContext"
#define DATADOG_UPDATE "agents.updateStrategy"
#define DATADOG_UPDATE_DEFAULT                                                 \
	"\"updateStrategy\":{\"type\":\"RollingUpdate\","                      \
	"\"rollingUpdate\":{\"maxUnavailable\":\"10%\"}}"
#define DATADOG_DEFAULT "{\"agents\":{" DATADOG_UPDATE_DEFAULT "}}"
#define DATADOG_OPENSHIFT                                                      \
	"on OpenShift the chart gives the pod spc_t while "                    \
	"datadog.securityContext is empty; the container's own type counts"
#define DATADOG_INIT                                                           \
	"the chart gives this map to each of the pod's init containers: "      \
	"init-volume, init-config and (since 3.67.4) seccomp-setup"

#define FALCO                                                                  \
	"falcosecurity/charts: 026862c, charts/falco/values.yaml and "         \
	"templates/pod-template.tpl"
#define CILIUM                                                                 \
	"cilium/cilium: chart 1.19.0-dev (003984c, "                           \
	"install/kubernetes/cilium/README.md); "                               \
	"templates/cilium-agent/daemonset.yaml at 7d65d92"
#define NODE_EXPORTER                                                          \
	"prometheus-community/helm-charts: 44d9fcb, "                          \
	"charts/prometheus-node-exporter/values.yaml"
#define NODE_EXPORTER_DEFAULT                                                  \
	"\"securityContext\":{\"fsGroup\":65534,\"runAsGroup\":65534,"         \
	"\"runAsNonRoot\":true,\"runAsUser\":65534},"                          \
	"\"updateStrategy\":{\"type\":\"RollingUpdate\","                      \
	"\"rollingUpdate\":{\"maxUnavailable\":1}}"
#define TETRAGON                                                               \
	"cilium/tetragon: chart 1.3.0 (bd51bec, "                              \
	"install/kubernetes/tetragon/README.md); "                             \
	"templates/_container_tetragon.tpl at 18aa6a5"
#define CALICO                                                                 \
	"projectcalico/calico: 0291087, "                                      \
	"charts/calico/templates/calico-node.yaml"

const struct chart_row chart_rows[] = {
	{
		.chart = "datadog",
		.container = "agent",
		.context = "agents.containers.agent.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_OPENSHIFT},
		.source = DATADOG,
	},
	{
		.chart = "datadog",
		.container = "trace-agent",
		.context = "agents.containers.traceAgent.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_OPENSHIFT},
		.source = DATADOG,
	},
	{
		.chart = "datadog",
		.container = "process-agent",
		.context = "agents.containers.processAgent.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_OPENSHIFT},
		.source = DATADOG,
	},
	{
		.chart = "datadog",
		.container = "system-probe",
		.context = "agents.containers.systemProbe.securityContext",
		.seccomp_form = CHART_SECCOMP_NAME,
		.seccomp = "datadog.systemProbe.seccomp",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = "{\"agents\":{" DATADOG_UPDATE_DEFAULT
			    ",\"containers\":{\"systemProbe\":{"
			    "\"securityContext\":{\"privileged\":false,"
			    "\"capabilities\":{\"add\":[\"SYS_ADMIN\","
			    "\"SYS_RESOURCE\",\"SYS_PTRACE\",\"NET_ADMIN\","
			    "\"NET_BROADCAST\",\"NET_RAW\",\"IPC_LOCK\","
			    "\"CHOWN\",\"DAC_READ_SEARCH\"]}}}}},\"datadog\":"
			    "{\"systemProbe\":{\"seccomp\":"
			    "\"localhost/system-probe\","
			    "\"seccompRoot\":\"/var/lib/kubelet/seccomp\"}}}",
		.notes =
			{
				"only for localhost/system-probe the chart's "
				"init container writes the file (into "
				"datadog.systemProbe.seccompRoot), its own; "
				"any other must be on each node before",
				DATADOG_OPENSHIFT,
			},
		.source =
			DATADOG "; templates/_container-system-probe.yaml and "
				"_system-probe-init.yaml at 90b67d4",
	},
	{
		.chart = "datadog",
		.container = "security-agent",
		.context = "agents.containers.securityAgent.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes =
			{
				"where compliance is on the chart adds "
				"AUDIT_CONTROL and AUDIT_READ, unless a list "
				"stands here",
				DATADOG_OPENSHIFT,
			},
		.source = DATADOG
		"; templates/_container-security-agent.yaml at 0269cb4",
	},
	{
		.chart = "datadog",
		.container = "otel-agent",
		.context = "agents.containers.otelAgent.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_OPENSHIFT},
		.source = DATADOG,
	},
	{
		.chart = "datadog",
		.container = "init-volume",
		.context = "agents.containers.initContainers.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_INIT},
		.source = DATADOG
		"; templates/_containers-init-linux.yaml at 65573cb",
	},
	{
		.chart = "datadog",
		.container = "init-config",
		.context = "agents.containers.initContainers.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_INIT},
		.source = DATADOG
		"; templates/_containers-init-linux.yaml at 65573cb",
	},
	{
		.chart = "datadog",
		.container = "seccomp-setup",
		.context = "agents.containers.initContainers.securityContext",
		.pod = DATADOG_POD,
		.update = DATADOG_UPDATE,
		.defaults = DATADOG_DEFAULT,
		.notes = {DATADOG_INIT},
		.source = DATADOG "; CHANGELOG.md, 3.67.4",
	},
	{
		.chart = "datadog",
		.container = "cluster-agent",
		.context = "clusterAgent.containers.clusterAgent."
			   "securityContext",
		.pod = "clusterAgent.securityContext",
		.defaults = "{\"clusterAgent\":{\"containers\":{"
			    "\"clusterAgent\":{\"securityContext\":{"
			    "\"allowPrivilegeEscalation\":false,"
			    "\"readOnlyRootFilesystem\":true}}}}}",
		.source = DATADOG,
	},
	{
		.chart = "datadog",
		.container = "cluster-agent-init",
		.context = "clusterAgent.containers.initContainers."
			   "securityContext",
		.pod = "clusterAgent.securityContext",
		.source = DATADOG,
	},
	{
		.chart = "datadog",
		.container = "cluster-checks-runner",
		.pod = "clusterChecksRunner.securityContext",
		.notes = {"its values hold the pod's securityContext alone, "
			  "which knows no capabilities"},
		.source = DATADOG,
	},
	{
		.chart = "falco",
		.container = "falco",
		.context = "containerSecurityContext",
		.pod = "podSecurityContext",
		.update = "controller.daemonset.updateStrategy",
		.defaults = "{\"controller\":{\"daemonset\":{"
			    "\"updateStrategy\":{\"type\":"
			    "\"RollingUpdate\"}}}}",
		.notes =
			{
				"while containerSecurityContext is empty the "
				"chart sets privileged: true for the drivers "
				"kmod, module and auto, and for ebpf and "
				"modern_ebpf without leastPrivileged; what "
				"stands here counts alone",
			},
		.source = FALCO,
	},
	{
		.chart = "falco",
		.container = "falco-driver-loader",
		.context = "driver.loader.initContainer.securityContext",
		.pod = "podSecurityContext",
		.update = "controller.daemonset.updateStrategy",
		.defaults = "{\"controller\":{\"daemonset\":{"
			    "\"updateStrategy\":{\"type\":"
			    "\"RollingUpdate\"}}}}",
		.notes =
			{
				"while this map is empty the chart sets "
				"privileged: true for the drivers kmod, module "
				"and auto",
			},
		.source = FALCO,
	},
	{
		.chart = "cilium",
		.container = "cilium-agent",
		.context = "securityContext",
		.add = "securityContext.capabilities.ciliumAgent",
		.seccomp_form = CHART_SECCOMP_POD,
		.seccomp = "podSecurityContext.seccompProfile",
		.pod = "podSecurityContext",
		.update = "updateStrategy",
		.defaults = "{\"podSecurityContext\":{\"appArmorProfile\":{"
			    "\"type\":\"Unconfined\"},\"seccompProfile\":{"
			    "\"type\":\"Unconfined\"}},\"securityContext\":{"
			    "\"privileged\":false,\"capabilities\":{"
			    "\"ciliumAgent\":[\"CHOWN\",\"KILL\",\"NET_ADMIN\","
			    "\"NET_RAW\",\"IPC_LOCK\",\"SYS_MODULE\","
			    "\"SYS_ADMIN\",\"SYS_RESOURCE\",\"DAC_OVERRIDE\","
			    "\"FOWNER\",\"SETGID\",\"SETUID\"]},"
			    "\"seLinuxOptions\":{\"level\":\"s0\","
			    "\"type\":\"spc_t\"}}}",
		.notes =
			{
				"with privileged: true the chart leaves out "
				"capabilities and seLinuxOptions",
				"seLinuxOptions are also those of its init "
				"containers",
			},
		.source = CILIUM,
	},
	{
		.chart = "cilium",
		.container = "cilium-operator",
		.context = "operator.securityContext",
		.pod = "operator.podSecurityContext",
		.defaults = "{\"operator\":{\"podSecurityContext\":{"
			    "\"seccompProfile\":{\"type\":"
			    "\"RuntimeDefault\"}},\"securityContext\":{"
			    "\"allowPrivilegeEscalation\":false,"
			    "\"capabilities\":{\"drop\":[\"ALL\"]}}}}",
		.source = CILIUM,
	},
	{
		.chart = "cilium",
		.container = "node-init",
		.context = "nodeinit.securityContext",
		.defaults = "{\"nodeinit\":{\"securityContext\":{"
			    "\"allowPrivilegeEscalation\":false,"
			    "\"capabilities\":{\"add\":[\"SYS_MODULE\","
			    "\"NET_ADMIN\",\"SYS_ADMIN\",\"SYS_CHROOT\","
			    "\"SYS_PTRACE\"]},\"privileged\":false,"
			    "\"seLinuxOptions\":{\"level\":\"s0\","
			    "\"type\":\"spc_t\"}}}}",
		.source = CILIUM,
	},
	{
		.chart = "prometheus-node-exporter",
		.container = "node-exporter",
		.context = "containerSecurityContext",
		.pod = "securityContext",
		.update = "updateStrategy",
		.defaults = "{\"containerSecurityContext\":{"
			    "\"readOnlyRootFilesystem\":true}"
			    "," NODE_EXPORTER_DEFAULT "}",
		.source = NODE_EXPORTER,
	},
	{
		.chart = "prometheus-node-exporter",
		.container = "kube-rbac-proxy",
		.context = "kubeRBACProxy.containerSecurityContext",
		.pod = "securityContext",
		.update = "updateStrategy",
		.defaults = "{" NODE_EXPORTER_DEFAULT "}",
		.source = NODE_EXPORTER,
	},
	{
		.chart = "fluent-bit",
		.container = "fluent-bit",
		.context = "securityContext",
		.pod = "podSecurityContext",
		.update = "updateStrategy",
		.source = "fluent/helm-charts: 5b0d1cc, "
			  "charts/fluent-bit/values.yaml",
	},
	{
		.chart = "fluentd",
		.container = "fluentd",
		.context = "securityContext",
		.pod = "podSecurityContext",
		.update = "updateStrategy",
		.source = "fluent/helm-charts: 0148a52, "
			  "charts/fluentd/values.yaml",
	},
	{
		.chart = "promtail",
		.container = "promtail",
		.context = "containerSecurityContext",
		.pod = "podSecurityContext",
		.update = "updateStrategy",
		.defaults = "{\"containerSecurityContext\":{"
			    "\"allowPrivilegeEscalation\":false,"
			    "\"capabilities\":{\"drop\":[\"ALL\"]},"
			    "\"readOnlyRootFilesystem\":true},"
			    "\"podSecurityContext\":{\"runAsGroup\":0,"
			    "\"runAsUser\":0}}",
		.source = "grafana/helm-charts: 0041267, "
			  "charts/promtail/README.md",
	},
	{
		.chart = "vector",
		.container = "vector",
		.context = "securityContext",
		.pod = "podSecurityContext",
		.source = "vectordotdev/helm-charts: chart 0.43.0 (fbb9d0c, "
			  "charts/vector/README.md); templates/_pod.tpl at "
			  "0188063",
	},
	{
		.chart = "opentelemetry-collector",
		.container = "opentelemetry-collector",
		.context = "securityContext",
		.pod = "podSecurityContext",
		.notes =
			{
				"with presets.logsCollection.storeCheckpoints "
				"and an empty securityContext the chart runs "
				"it as user 0; what stands here counts alone: "
				"add runAsUser and runAsGroup",
			},
		.source = "open-telemetry/opentelemetry-helm-charts: 0151b83, "
			  "charts/opentelemetry-collector/templates/_pod.tpl",
	},
	{
		.chart = "tetragon",
		.container = "tetragon",
		.context = "tetragon.securityContext",
		.pod = "podSecurityContext",
		.update = "updateStrategy",
		.defaults = "{\"tetragon\":{\"securityContext\":{"
			    "\"privileged\":true}}}",
		.source = TETRAGON,
	},
	{
		.chart = "tetragon",
		.container = "export-stdout",
		.context = "export.securityContext",
		.pod = "podSecurityContext",
		.update = "updateStrategy",
		.source = TETRAGON,
	},
	{
		.chart = "longhorn",
		.container = "longhorn-manager",
		.notes = {"its template sets privileged: true whatever the "
			  "values are"},
		.source = "longhorn/longhorn: ac94ff4, "
			  "chart/templates/daemonset-sa.yaml",
	},
	{
		.chart = "calico",
		.container = "calico-node",
		.notes = {"its template sets privileged: true whatever the "
			  "values are, and RuntimeDefault for the pod"},
		.source = CALICO,
	},
	{
		.chart = "calico",
		.container = "install-cni",
		.notes = {"its template sets privileged: true whatever the "
			  "values are"},
		.source = CALICO,
	},
	{
		.chart = "tigera-operator",
		.container = "calico-node",
		.notes = {"the operator makes it from the Installation "
			  "object, which has no securityContext "
			  "(installation.nonPrivileged is all), and puts back "
			  "what is patched"},
		.source = "projectcalico/calico: 15247dd, "
			  "charts/tigera-operator/README.md",
	},
	{.chart = NULL},
};

const struct chart_row *chart_find(const char *chart)
{
	for (const struct chart_row *row = chart_rows; row->chart; row++)
		if (strcmp(row->chart, chart) == 0)
			return row;
	return NULL;
}

const struct chart_row *chart_find_container(const char *chart,
					     const char *container)
{
	for (const struct chart_row *row = chart_rows; row->chart; row++)
		if (strcmp(row->chart, chart) == 0 &&
		    strcmp(row->container, container) == 0)
			return row;
	return NULL;
}

void chart_add_names(struct text *text, const char *chart)
{
	const char *before = "", *comma = "";

	for (const struct chart_row *row = chart_rows; row->chart; row++) {
		if (chart && strcmp(row->chart, chart) != 0)
			continue;
		if (!chart && strcmp(row->chart, before) == 0)
			continue;
		text_addf(text, "%s%s", comma,
			  chart ? row->container : row->chart);
		before = row->chart;
		comma = ", ";
	}
}
