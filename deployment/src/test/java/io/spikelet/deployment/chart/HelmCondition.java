package io.spikelet.deployment.chart;

import com.marcnuri.helm.Helm;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

/** Whether Helm runs here; found out once. */
final class HelmCondition implements ExecutionCondition {

  private static final @Nullable String PROBLEM = problem();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return PROBLEM == null
        ? ConditionEvaluationResult.enabled("Helm runs here")
        : ConditionEvaluationResult.disabled("Helm does not run here: " + PROBLEM);
  }

  /** A library that is missing is a reason to skip; anything else is a mistake and thrown. */
  private static @Nullable String problem() {
    try {
      new Helm(Chart.ours().directory()).lint().call();
      return null;
    } catch (LinkageError e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      if (reason instanceof UnsatisfiedLinkError || reason instanceof IllegalStateException) {
        return String.valueOf(reason.getMessage());
      }
      throw e;
    }
  }
}
