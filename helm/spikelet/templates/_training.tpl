{{/*
Arguments of "spikelet train" that make a run what it is; two trainings with the same ones have the same run directory.
Arguments: name, job.
*/}}
{{- define "spikelet.trainingArguments" -}}
- --family
- {{ .job.family | quote }}
- --data
- {{ .job.data | quote }}
{{- with .job.config }}
- --config
- {{ . | quote }}
{{- end }}
{{- if hasKey .job "epochs" }}
- --epochs
- {{ int64 .job.epochs | quote }}
{{- end }}
{{- if hasKey .job "seed" }}
- --seed
- {{ int64 .job.seed | quote }}
{{- end }}
{{- with .job.initFrom }}
- --init-from
- {{ . | quote }}
{{- end }}
{{- range $setting, $value := .job.settings }}
- --set
- {{ printf "%s=%s" $setting (include "spikelet.settingText" $value) | quote }}
{{- end }}
{{- end -}}

{{/* A whole number as it was written, not as 1e+06. */}}
{{- define "spikelet.settingText" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}
{{- int64 . -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{/*
Starts or continues the run. A signal must reach the program, which then saves its state, and the
shell must wait for it. A finished run stays finished: done again, it would move its tags back.
A pod that is replaced may still be saving: its successor waits for the lock.
*/}}
{{- define "spikelet.trainingScript" -}}
set -u
run=/work/runs/$RUN
registry=$REGISTRY
as=$AS
exec 9>"$run.lock"
flock 9
if [ -e "$run/finished" ]; then
  echo "$run is finished already"
  exit 0
fi
if [ -e "$run/run.properties" ]; then
  set -- --resume
fi
for ref in $as; do
  set -- "$@" --as "$ref"
done
spikelet train --out "$run" --registry "$registry" "$@" &
training=$!
trap 'kill -TERM "$training"' TERM INT
status=0
wait "$training" || status=$?
while kill -0 "$training" 2>/dev/null; do
  wait "$training"
  status=$?
done
if [ "$status" -eq 0 ]; then
  touch "$run/finished"
fi
exit "$status"
{{- end -}}

{{/* A Job's spec. Arguments: root, name, job, run (the name of the run directory; empty: that of the Job). */}}
{{- define "spikelet.trainingJob" -}}
{{- $values := .root.Values.training -}}
{{- $registry := include "spikelet.trainingRegistry" .root | fromYaml -}}
{{- $labels := dict "root" .root "component" "training" -}}
{{- $fullname := include "spikelet.fullname" .root -}}
backoffLimit: {{ int64 $values.backoffLimit }}
{{- with $values.activeDeadlineSeconds }}
activeDeadlineSeconds: {{ int64 . }}
{{- end }}
ttlSecondsAfterFinished: {{ int64 $values.ttlSecondsAfterFinished }}
podFailurePolicy:
  rules:
    # An evicted or preempted pod is no failure: the next one continues the run.
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
          status: "True"
    # A wrong setting stays wrong.
    - action: FailJob
      onExitCodes:
        containerName: training
        operator: In
        values: [2]
template:
  metadata:
    labels:
      {{- /* No versions: a new chart alone must not start a Job anew. */}}
      {{- include "spikelet.selectorLabels" $labels | nindent 6 }}
      {{- with .root.Values.commonLabels }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      spikelet.io/training: {{ .name }}
      {{- with $values.podLabels }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with $values.podAnnotations }}
    annotations:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  spec:
    {{- include "spikelet.podDefaults" .root | nindent 4 }}
    restartPolicy: Never
    terminationGracePeriodSeconds: {{ int64 $values.terminationGracePeriodSeconds }}
    {{- with $values.priorityClassName }}
    priorityClassName: {{ . }}
    {{- end }}
    {{- with $values.extraInitContainers }}
    initContainers:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    containers:
      - name: training
        image: {{ include "spikelet.image" (dict "root" .root "image" $values.image) }}
        imagePullPolicy: {{ $values.image.pullPolicy }}
        securityContext:
          {{- toYaml .root.Values.securityContext | nindent 10 }}
        workingDir: /work
        command:
          - sh
          - -c
          - |
            {{- include "spikelet.trainingScript" . | nindent 12 }}
          - training
        args:
          {{- include "spikelet.trainingArguments" . | nindent 10 }}
        env:
          - name: RUN
            {{- if .run }}
            value: {{ .run }}
            {{- else }}
            valueFrom:
              fieldRef:
                fieldPath: metadata.labels['batch.kubernetes.io/job-name']
            {{- end }}
          - name: REGISTRY
            value: {{ $registry.uri | quote }}
          - name: AS
            value: {{ join " " .job.as | quote }}
          - name: SPIKELET_CACHE
            value: /var/cache/spikelet
          {{- with $values.javaOptions }}
          - name: SPIKELET_OPTS
            value: {{ . | quote }}
          {{- end }}
          {{- with include "spikelet.registryEnv" $registry }}
          {{- . | trim | nindent 10 }}
          {{- end }}
          {{- with $values.extraEnv }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
        resources:
          {{- toYaml (default $values.resources .job.resources) | nindent 10 }}
        volumeMounts:
          - name: tmp
            mountPath: /tmp
          - name: cache
            mountPath: /var/cache/spikelet
          - name: data
            mountPath: /work/data
            readOnly: true
          - name: runs
            mountPath: /work/runs
          {{- with include "spikelet.registryMounts" (dict "root" .root "registry" $registry "readOnly" false) }}
          {{- . | trim | nindent 10 }}
          {{- end }}
          {{- with $values.extraVolumeMounts }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
    volumes:
      - name: tmp
        emptyDir:
          sizeLimit: 1Gi
      - name: cache
        emptyDir:
          sizeLimit: {{ $values.cacheSize }}
      - name: data
        {{- if $values.data.existingClaim }}
        persistentVolumeClaim:
          claimName: {{ $values.data.existingClaim }}
          readOnly: true
        {{- else }}
        emptyDir:
          sizeLimit: {{ $values.data.size }}
        {{- end }}
      - name: runs
        persistentVolumeClaim:
          claimName: {{ default (printf "%s-runs" $fullname) $values.runs.existingClaim }}
      {{- with include "spikelet.registryVolumes" (dict "root" .root "registry" $registry "readOnly" false) }}
      {{- . | trim | nindent 6 }}
      {{- end }}
      {{- with $values.extraVolumes }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with $values.nodeSelector }}
    nodeSelector:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with $values.affinity }}
    affinity:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with $values.tolerations }}
    tolerations:
      {{- toYaml . | nindent 6 }}
    {{- end }}
{{- end -}}
