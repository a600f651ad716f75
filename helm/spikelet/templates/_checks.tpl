{{/* What the schema cannot say: values that are right alone and wrong together. */}}
{{- define "spikelet.checks" -}}
{{- $layout := printf "oci-layout:%s" .Values.registry.mountPath -}}
{{- if and .Values.registry.existingClaim (ne .Values.registry.uri $layout) -}}
{{- fail (printf "registry.existingClaim is mounted at registry.mountPath: set registry.uri to %s, not %s" $layout .Values.registry.uri) -}}
{{- end -}}
{{- include "spikelet.checkCredentials" (dict "where" "registry" "credentials" .Values.registry.credentials) -}}
{{- include "spikelet.checkCredentials" (dict "where" "training.registry" "credentials" .Values.training.registry.credentials) -}}
{{- if and .Values.autoscaling.enabled (eq (int .Values.autoscaling.targetCPUUtilizationPercentage) 0) (eq (int .Values.autoscaling.targetPendingRequests) 0) -}}
{{- fail "autoscaling.enabled needs a target: targetCPUUtilizationPercentage or targetPendingRequests above 0" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (lt (int .Values.autoscaling.maxReplicas) (int .Values.autoscaling.minReplicas)) -}}
{{- fail (printf "autoscaling.maxReplicas (%d) must not be below autoscaling.minReplicas (%d)" (int .Values.autoscaling.maxReplicas) (int .Values.autoscaling.minReplicas)) -}}
{{- end -}}
{{- if and (not .Values.cache.persistence.enabled) .Values.cache.persistence.existingClaim -}}
{{- fail "cache.persistence.existingClaim is set but cache.persistence.enabled is false" -}}
{{- end -}}
{{- $registry := include "spikelet.trainingRegistry" . | fromYaml -}}
{{- range $name, $job := .Values.training.jobs -}}
{{- if and $job.as (hasPrefix "oci-layout:" $registry.uri) (not $.Values.registry.existingClaim) -}}
{{- fail (printf "training.jobs.%s publishes (as), but the registry %s is inside the image or the pod: set training.registry.uri to a remote registry, or registry.existingClaim" $name $registry.uri) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Arguments: where, credentials. */}}
{{- define "spikelet.checkCredentials" -}}
{{- $ways := 0 -}}
{{- range tuple .credentials.dockerConfigSecret .credentials.existingSecret .credentials.username -}}
{{- if . }}{{ $ways = add1 $ways }}{{ end -}}
{{- end -}}
{{- if gt (int $ways) 1 -}}
{{- fail (printf "%s.credentials: set one of dockerConfigSecret, existingSecret, username" .where) -}}
{{- end -}}
{{- if ne (empty .credentials.username) (empty .credentials.password) -}}
{{- fail (printf "%s.credentials: username and password go together" .where) -}}
{{- end -}}
{{- end -}}
