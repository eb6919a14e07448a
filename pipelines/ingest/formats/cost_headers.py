"""The headers of each layout of Azure's cost exports, all versions together: what is not read is not unknown.

From Microsoft's dataset schema index and its export schemas, and from the FOCUS specification (columns of a layout).
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Enterprise Agreement, 2023-12-01-preview and 2024-08-01.
EA = _words("""
    InvoiceSectionName AccountName AccountOwnerId SubscriptionId SubscriptionName ResourceGroup ResourceLocation
    Date ProductName MeterCategory MeterSubCategory MeterId MeterName MeterRegion UnitOfMeasure Quantity
    EffectivePrice CostInBillingCurrency CostCenter ConsumedService ResourceId Tags OfferId AdditionalInfo
    ServiceInfo1 ServiceInfo2 ResourceName ReservationId ReservationName UnitPrice ProductOrderId ProductOrderName
    Term PublisherType PublisherName ChargeType Frequency PricingModel AvailabilityZone BillingAccountId
    BillingAccountName BillingCurrencyCode BillingPeriodStartDate BillingPeriodEndDate BillingProfileId
    BillingProfileName InvoiceSectionId IsAzureCreditEligible PartNumber PayGPrice PlanName ServiceFamily
    CostAllocationRuleName benefitId benefitName AccountId ResourceLocationNormalized
""")

# Enterprise Agreement, the older names.
EA_2021 = _words("""
    BillingAccountId BillingAccountName BillingPeriodStartDate BillingPeriodEndDate BillingProfileId
    BillingProfileName AccountOwnerId AccountName SubscriptionId SubscriptionName Date Product PartNumber MeterId
    ServiceFamily MeterCategory MeterSubCategory MeterRegion MeterName Quantity EffectivePrice Cost UnitPrice
    BillingCurrency ResourceLocation AvailabilityZone ConsumedService ResourceId ResourceName ServiceInfo1
    ServiceInfo2 AdditionalInfo Tags InvoiceSectionId InvoiceSection CostCenter UnitOfMeasure ResourceGroup
    ReservationId ReservationName ProductOrderId ProductOrderName OfferId IsAzureCreditEligible Term PublisherName
    PlanName ChargeType Frequency PublisherType PayGPrice PricingModel CostAllocationRuleName benefitId benefitName
""")

# Microsoft Customer Agreement, 2023-12-01-preview, and a name of 2019-11-01.
MCA = _words("""
    invoiceId previousInvoiceId billingAccountId billingAccountName billingProfileId billingProfileName
    invoiceSectionId invoiceSectionName resellerName resellerMpnId costCenter billingPeriodEndDate
    billingPeriodStartDate servicePeriodEndDate servicePeriodStartDate date serviceFamily productOrderId
    productOrderName consumedService meterId meterName meterCategory meterSubCategory meterRegion ProductId
    ProductName SubscriptionId subscriptionName publisherType publisherId publisherName resourceGroupName ResourceId
    resourceLocation location effectivePrice quantity unitOfMeasure chargeType billingCurrency pricingCurrency
    costInBillingCurrency costInPricingCurrency costInUsd paygCostInBillingCurrency paygCostInUsd
    exchangeRatePricingToBilling exchangeRateDate isAzureCreditEligible serviceInfo1 serviceInfo2 additionalInfo
    tags PayGPrice frequency term reservationId reservationName pricingModel unitPrice costAllocationRuleName
    benefitId benefitName provider product
""")

# Microsoft Partner Agreement, 2023-12-01-preview.
MPA = _words("""
    invoiceId previousInvoiceId billingAccountId billingAccountName billingProfileId billingProfileName
    invoiceSectionId invoiceSectionName partnerTenantId partnerName resellerName resellerMpnId customerTenantId
    customerName costCenter billingPeriodEndDate billingPeriodStartDate servicePeriodEndDate servicePeriodStartDate
    date serviceFamily productOrderId productOrderName consumedService meterId meterName meterCategory
    meterSubCategory meterRegion ProductId ProductName SubscriptionId subscriptionName publisherType publisherId
    publisherName resourceGroupName ResourceId resourceLocation location effectivePrice quantity unitOfMeasure
    chargeType billingCurrency pricingCurrency costInBillingCurrency costInPricingCurrency costInUsd
    paygCostInBillingCurrency paygCostInUsd exchangeRatePricingToBilling exchangeRateDate isAzureCreditEligible
    serviceInfo1 serviceInfo2 additionalInfo tags partnerEarnedCreditRate partnerEarnedCreditApplied PayGPrice
    frequency term reservationId reservationName PricingModel unitPrice benefitId benefitName provider
""")

# The subscription of a CSP's customer, 2023-12-01-preview.
CSP = _words("""
    billingAccountName partnerName resellerName resellerMpnId customerTenantId customerName costCenter
    billingPeriodEndDate billingPeriodStartDate servicePeriodEndDate servicePeriodStartDate date serviceFamily
    productOrderId productOrderName consumedService meterId meterName meterCategory meterSubCategory meterRegion
    ProductId ProductName SubscriptionId subscriptionName publisherType publisherId publisherName resourceGroupName
    ResourceId resourceLocation location effectivePrice quantity unitOfMeasure chargeType billingCurrency
    pricingCurrency costInBillingCurrency costInUsd exchangeRatePricingToBilling exchangeRateDate serviceInfo1
    serviceInfo2 additionalInfo tags PayGPrice frequency term reservationId reservationName PricingModel unitPrice
    benefitId benefitName provider
""")

# Pay-as-you-go, 2019-11-01.
PAYG = _words("""
    SubscriptionGuid ResourceGroup ResourceLocation UsageDateTime MeterCategory MeterSubCategory MeterId MeterName
    MeterRegion UsageQuantity ResourceRate PreTaxCost ConsumedService ResourceType InstanceId Tags OfferId
    AdditionalInfo ServiceInfo1 ServiceInfo2 ServiceName ServiceTier Currency UnitOfMeasure
""")

# FOCUS 1.0-preview to 1.2.
FOCUS = _words("""
    AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency
    BillingPeriodEnd BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass
    ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart ChargeSubcategory CommitmentDiscountCategory
    CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus
    CommitmentDiscountType CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice
    EffectiveCost InvoiceId InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency
    PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity
    PricingUnit ProviderName PublisherName Region RegionId RegionName ResourceId ResourceName ResourceType
    ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter SkuPriceDetails SkuPriceId SubAccountId
    SubAccountName SubAccountType Tags UsageQuantity UsageUnit
""")

# What Azure adds to FOCUS.
FOCUS_OF_AZURE = _words("""
    x_AccountId x_AccountName x_AccountOwnerId x_AmortizationClass x_BilledCostInUsd x_BilledUnitPrice
    x_BillingAccountId x_BillingAccountName x_BillingExchangeRate x_BillingExchangeRateDate x_BillingProfileId
    x_BillingProfileName x_ChargeId x_ContractedCostInUsd x_CostAllocationRuleName x_CostCenter x_CustomerId
    x_CustomerName x_EffectiveCostInUsd x_EffectiveUnitPrice x_InvoiceId x_InvoiceIssuerId x_InvoiceSectionId
    x_InvoiceSectionName x_ListCostInUsd x_OnDemandCost x_OnDemandCostInUsd x_OnDemandUnitPrice
    x_PartnerCreditApplied x_PartnerCreditRate x_PricingBlockSize x_PricingCurrency x_PricingSubcategory
    x_PricingUnitDescription x_PublisherCategory x_PublisherId x_ResellerId x_ResellerName x_ResourceGroupName
    x_ResourceType x_ServiceModel x_ServicePeriodEnd x_ServicePeriodStart x_SkuDescription x_SkuDetails
    x_SkuIsCreditEligible x_SkuMeterCategory x_SkuMeterId x_SkuMeterName x_SkuMeterSubcategory x_SkuOfferId
    x_SkuOrderId x_SkuOrderName x_SkuPartNumber x_SkuPlanName x_SkuRegion x_SkuServiceFamily x_SkuTerm x_SkuTier
""")
