//! The functions as DataFusion sees them.

use std::hash::{Hash, Hasher};

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::function::{
    AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs,
};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDFImpl, Documentation, Expr, GroupsAccumulator, Signature, Volatility,
    lit,
};
use datafusion::physical_expr::expressions::Literal;
use detente::ledger::DyadLedger;
use detente::trend::{Calibration, DyadSnapshot, LevelSums};

use super::groups::Groups;
use super::single::Single;
use super::trend::trend_fields;
use crate::call::{Argument, Call, Parameters, Shape, fault};
use crate::documentation;

/// Which aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Level,
    Trend,
    Ledger,
    Merge,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Level, Self::Trend, Self::Ledger, Self::Merge];

    pub(crate) const fn shape(self) -> Shape {
        let (name, takes_rows, takes_ledgers, takes_date) = match self {
            Self::Level => ("detente_level", true, true, true),
            Self::Trend => ("detente_trend", true, true, true),
            Self::Ledger => ("detente_ledger", true, false, false),
            Self::Merge => ("detente_merge", false, true, false),
        };
        Shape {
            name,
            takes_rows,
            takes_ledgers,
            takes_date,
        }
    }
}

/// An aggregate function of this crate.
///
/// It has default parameters, but answers do not depend on the machine that runs the query. When a query is
/// planned, every parameter that the call does not name is written into it.
#[derive(Clone, Debug)]
pub struct Aggregate {
    kind: Kind,
    signature: Signature,
    defaults: Calibration,
}

impl PartialEq for Aggregate {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.defaults == other.defaults
    }
}

// A calibration contains no `NaN`, so equality is reflexive.
impl Eq for Aggregate {}

impl Hash for Aggregate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
    }
}

impl Aggregate {
    pub(crate) fn new(kind: Kind, defaults: &Calibration) -> Self {
        Self {
            kind,
            signature: Signature::user_defined(Volatility::Immutable),
            defaults: defaults.clone(),
        }
    }

    /// The call that physical expressions make.
    fn call(&self, args: &AccumulatorArgs<'_>) -> Result<Call> {
        if args.is_distinct {
            return Err(self.no_distinct());
        }
        let arguments = args
            .exprs
            .iter()
            .zip(args.expr_fields)
            .map(|(expr, field)| Argument {
                data_type: field.data_type().clone(),
                value: expr
                    .downcast_ref::<Literal>()
                    .map(|literal| literal.value().clone()),
            });
        Call::parse(
            self.kind.shape(),
            &self.defaults,
            &arguments.collect::<Vec<_>>(),
        )
    }

    fn no_distinct(&self) -> datafusion::common::DataFusionError {
        fault(
            self.name(),
            "DISTINCT would drop events that are alike: count them with the option `count`",
        )
    }
}

/// Checks a planned call, and writes the parameters that it does not name into it.
fn completed(
    mut function: AggregateFunction,
    kind: Kind,
    defaults: &Calibration,
    arguments: &[Argument],
) -> Result<Expr> {
    let shape = kind.shape();
    let call = Call::parse(shape, defaults, arguments)?;
    if shape.takes_date {
        for (name, value) in Parameters::constants(defaults) {
            if !call.named.iter().any(|named| named == name) {
                function
                    .params
                    .args
                    .extend([lit(name), Expr::Literal(value, None)]);
            }
        }
    }
    Ok(Expr::AggregateFunction(function))
}

impl AggregateUDFImpl for Aggregate {
    fn name(&self) -> &str {
        self.kind.shape().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.kind.shape().coerce(arg_types)
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(match self.kind {
            Kind::Level => DataType::Float64,
            Kind::Trend => DataType::Struct(trend_fields()),
            Kind::Ledger | Kind::Merge => DataType::Binary,
        })
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let name = format_state_name(args.name, "sums");
        Ok(vec![Field::new(name, DataType::Binary, true).into()])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let call = self.call(&args)?;
        Ok(match self.kind {
            Kind::Level => Box::new(Single::<LevelSums>::new(call)),
            Kind::Trend => Box::new(Single::<DyadSnapshot>::new(call)),
            Kind::Ledger | Kind::Merge => Box::new(Single::<DyadLedger>::new(call)),
        })
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn GroupsAccumulator>> {
        let call = self.call(&args)?;
        Ok(match self.kind {
            Kind::Level => Box::new(Groups::<LevelSums>::new(call)),
            Kind::Trend => Box::new(Groups::<DyadSnapshot>::new(call)),
            Kind::Ledger | Kind::Merge => Box::new(Groups::<DyadLedger>::new(call)),
        })
    }

    /// Integer sums do not depend on the order of rows.
    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        let (kind, defaults, no_distinct) = (self.kind, self.defaults.clone(), self.clone());
        Some(Box::new(move |function, info| {
            if function.params.distinct {
                return Err(no_distinct.no_distinct());
            }
            if !function.params.order_by.is_empty() {
                return plan_err!(
                    "`{}` does not depend on the order of rows: expected no ORDER BY",
                    kind.shape().name
                );
            }
            // A constant that is still an expression is computed in a later pass, which calls this function again.
            let is_pending =
                |arg: &Expr| !matches!(arg, Expr::Literal(..)) && arg.column_refs().is_empty();
            if function.params.args.iter().any(is_pending) {
                return Ok(Expr::AggregateFunction(function));
            }
            let arguments = function.params.args.iter().map(|arg| {
                Ok(Argument {
                    data_type: info.get_data_type(arg)?,
                    value: match arg {
                        Expr::Literal(value, _) => Some(value.clone()),
                        _ => None,
                    },
                })
            });
            let arguments = arguments.collect::<Result<Vec<_>>>()?;
            completed(function, kind, &defaults, &arguments)
        }))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(documentation::of_aggregate(self.kind))
    }
}
