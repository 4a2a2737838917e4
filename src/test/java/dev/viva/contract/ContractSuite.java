package dev.viva.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A part of the suite; its tests get the {@link Deployment} that all parts of a run share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContractSuite.OnADeployment.class)
@interface ContractSuite {
    final class OnADeployment implements ParameterResolver, BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            of(context).exercised().ran(context.getRequiredTestClass().getSimpleName());
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Deployment.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return of(context);
        }

        private static Deployment of(ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Deployment.class, key -> open(context), Deployment.class);
        }

        private static Deployment open(ExtensionContext context) {
            return context.getConfigurationParameter(Deployment.URL)
                    .map(url -> new Deployment(
                            URI.create(url),
                            context.getConfigurationParameter(Deployment.FACULTY_KEY)
                                    .orElse("")))
                    .orElseGet(Deployment::new);
        }
    }
}
