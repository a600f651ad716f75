package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The objects of a rendered chart, decoded strictly: a field or a kind that Kubernetes does not
 * know, or a key that is there twice, is an error.
 *
 * @param text what Helm wrote
 * @param objects in the order written
 */
record Manifests(String text, List<HasMetadata> objects) {

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---$");
  private static final Pattern NOTHING = Pattern.compile("(\\s*(#[^\\n]*)?\\n?)*");
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

  // The models keep unknown fields in a map of additional properties: without it they are errors.
  private static final YAMLMapper STRICT =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  static Manifests decode(String text) {
    List<HasMetadata> objects =
        Arrays.stream(SEPARATOR.split(text))
            .filter(document -> !NOTHING.matcher(document).matches())
            .map(Manifests::object)
            .toList();
    return new Manifests(text, objects);
  }

  private static HasMetadata object(String document) {
    HasMetadata lenient = KUBERNETES.unmarshal(document);
    assertThat(lenient)
        .as("a kind that Kubernetes knows:%n%s", document)
        .isNotInstanceOf(GenericKubernetesResource.class);
    try {
      return STRICT.readValue(document, lenient.getClass());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e.getMessage() + " in:\n" + document, e);
    }
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The only object of a kind. */
  <T extends HasMetadata> T only(Class<T> type) {
    List<T> found = all(type);
    assertThat(found).as(type.getSimpleName()).hasSize(1);
    return found.getFirst();
  }

  <T extends HasMetadata> T named(Class<T> type, String name) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(type.getSimpleName(), name)));
  }

  boolean has(Class<? extends HasMetadata> type, String name) {
    return all(type).stream().anyMatch(object -> object.getMetadata().getName().equals(name));
  }

  /** What all controllers make pods of. */
  List<PodTemplateSpec> podTemplates() {
    return objects.stream()
        .flatMap(
            object ->
                switch (object) {
                  case Deployment deployment -> Stream.of(deployment.getSpec().getTemplate());
                  case Job job -> Stream.of(job.getSpec().getTemplate());
                  case CronJob cron ->
                      Stream.of(cron.getSpec().getJobTemplate().getSpec().getTemplate());
                  default -> Stream.<PodTemplateSpec>empty();
                })
        .toList();
  }

  /** The pod of the service. */
  PodSpec servicePod() {
    return only(Deployment.class).getSpec().getTemplate().getSpec();
  }
}
