package io.spikelet.service.contract;

import io.spikelet.service.request.BodyKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An operation that reads a body. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadsBody {
  /** What of. */
  BodyKind value();

  /** Whether the operation cannot do without. */
  boolean required() default true;
}
