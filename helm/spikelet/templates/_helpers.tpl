{{- define "spikelet.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Prefix of the names of all objects; short enough for the longest ending. */}}
{{- define "spikelet.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "spikelet.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels by which pods of a component are found; they never change. Arguments: root, component. */}}
{{- define "spikelet.selectorLabels" -}}
app.kubernetes.io/name: {{ include "spikelet.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of an object. Arguments: root, component. */}}
{{- define "spikelet.labels" -}}
{{ include "spikelet.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: spikelet
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Arguments: root, image (repository, tag, digest). */}}
{{- define "spikelet.image" -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (default .root.Chart.AppVersion .image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "spikelet.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "spikelet.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* What every pod of the chart has in its spec. */}}
{{- define "spikelet.podDefaults" -}}
serviceAccountName: {{ include "spikelet.serviceAccountName" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- end -}}

{{/*
The registry that trainings use: the service's, with what is set for training in its place.
Credentials go together: those of training, or all of the service's.
*/}}
{{- define "spikelet.trainingRegistry" -}}
{{- $own := .Values.training.registry -}}
{{- $ownCredentials := or $own.credentials.dockerConfigSecret $own.credentials.existingSecret $own.credentials.username -}}
uri: {{ default .Values.registry.uri $own.uri | quote }}
secretName: {{ ternary (printf "%s-training-registry" (include "spikelet.fullname" .)) (printf "%s-registry" (include "spikelet.fullname" .)) (not (empty $ownCredentials)) }}
credentials:
  {{- toYaml (ternary $own.credentials .Values.registry.credentials (not (empty $ownCredentials))) | nindent 2 }}
{{- end -}}

{{/* The same for the service. */}}
{{- define "spikelet.serviceRegistry" -}}
uri: {{ .Values.registry.uri | quote }}
secretName: {{ include "spikelet.fullname" . }}-registry
credentials:
  {{- toYaml .Values.registry.credentials | nindent 2 }}
{{- end -}}

{{/* Environment variables with credentials. Argument: a registry as above. */}}
{{- define "spikelet.registryEnv" -}}
{{- $credentials := .credentials -}}
{{- if $credentials.dockerConfigSecret }}
- name: DOCKER_CONFIG
  value: /etc/spikelet/docker
{{- else if or $credentials.existingSecret $credentials.username }}
{{- $secret := default .secretName $credentials.existingSecret }}
- name: SPIKELET_REGISTRY_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ ternary $credentials.usernameKey "username" (not (empty $credentials.existingSecret)) }}
- name: SPIKELET_REGISTRY_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ ternary $credentials.passwordKey "password" (not (empty $credentials.existingSecret)) }}
{{- end }}
{{- end -}}

{{/* Mounts that the registry needs. Arguments: root, registry, readOnly. */}}
{{- define "spikelet.registryMounts" -}}
{{- if .registry.credentials.dockerConfigSecret }}
- name: docker-config
  mountPath: /etc/spikelet/docker
  readOnly: true
{{- end }}
{{- if .root.Values.registry.existingClaim }}
- name: registry
  mountPath: {{ .root.Values.registry.mountPath }}
  readOnly: {{ .readOnly }}
{{- end }}
{{- end -}}

{{/* Volumes of these mounts. */}}
{{- define "spikelet.registryVolumes" -}}
{{- if .registry.credentials.dockerConfigSecret }}
- name: docker-config
  secret:
    secretName: {{ .registry.credentials.dockerConfigSecret }}
    defaultMode: 0440
    items:
      - key: .dockerconfigjson
        path: config.json
{{- end }}
{{- if .root.Values.registry.existingClaim }}
- name: registry
  persistentVolumeClaim:
    claimName: {{ .root.Values.registry.existingClaim }}
    readOnly: {{ .readOnly }}
{{- end }}
{{- end -}}

{{/* Port of a URI with a host; empty for a directory. Argument: the URI. */}}
{{- define "spikelet.port" -}}
{{- if not (hasPrefix "oci-layout:" .) -}}
{{- $host := regexReplaceAll "^[a-z0-9+]+://([^/]*).*$" . "${1}" -}}
{{- $port := regexFind ":[0-9]+$" $host | trimPrefix ":" -}}
{{- if $port -}}
{{- $port -}}
{{- else if or (hasPrefix "oci+http://" .) (hasPrefix "http://" .) -}}
80
{{- else -}}
443
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Egress rules that the service and training share. Arguments: root, registry (URI). */}}
{{- define "spikelet.egress" -}}
{{- $policy := .root.Values.networkPolicy -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
  {{- with $policy.dns }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with include "spikelet.port" .registry }}
- ports:
    - port: {{ . }}
      protocol: TCP
  {{- with $policy.registry }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- with $policy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}
